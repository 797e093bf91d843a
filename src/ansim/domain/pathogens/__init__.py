"""Pathogen presets: the start values of a case, each with its grade and source."""

from ansim.domain.pathogens.presets import (
    Anchor,
    Figure,
    Preset,
    as_stored,
    from_stored,
    presets,
)

__all__ = ["Anchor", "Figure", "Preset", "as_stored", "from_stored", "presets"]
