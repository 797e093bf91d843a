"""Pathogen presets: the start values of a case, each with its grade and source."""

from ansim.domain.pathogens.presets import (
    Anchor,
    Figure,
    Preset,
    SourceGrade,
    as_stored,
    from_stored,
    presets,
)

__all__ = ["Anchor", "Figure", "Preset", "SourceGrade", "as_stored", "from_stored", "presets"]
