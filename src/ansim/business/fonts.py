"""The fonts of printed sheets; they come from packages, never from the machine."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

FONTS: Final = ("cvttf_NotoSansCJK_Regular", "cvttf_NotoSansCJK_Bold")


@cache
def font_folders() -> tuple[Path, ...]:
    """Where the two fonts lie, which have every sign of the four languages."""
    specs = [find_spec(name) for name in FONTS]
    return tuple(Path(spec.origin).parent for spec in specs if spec and spec.origin)
