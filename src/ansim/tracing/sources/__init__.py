"""Source finding: venues that cases share beyond chance, who was nearest to a moment (CCTV), and who met whom."""

from ansim.tracing.sources import clusters
from ansim.tracing.sources.significance import SHARED, beyond_chance

__all__ = [
    "SHARED",
    "beyond_chance",
    "clusters",
]
