"""Pathogen presets: numbers with their grade and source, read from `pathogens.json`, never constants in code."""

from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec


class Anchor(Enum):
    """The date that a pathogen's window is counted from."""

    RASH_ONSET = "rash-onset"
    SPECIMEN_DATE = "specimen-date"
    SYMPTOM_ONSET = "symptom-onset"


class SourceGrade(Enum):
    """How well a number is founded: read at its source, quoted, or not confirmed."""

    A = "A"
    B = "B"
    C = "C"


class Figure(msgspec.Struct, frozen=True):
    """A number with its grade and source; no value where it depends on the case."""

    value: float | None
    grade: SourceGrade
    source: str


class Preset(msgspec.Struct, frozen=True):
    """One pathogen's start values. Hours count from the anchor date; minutes are of shared time and of air."""

    key: str
    version: int
    name_ko: str
    name_en: str
    anchors: list[Anchor]
    infectious_start_h: Figure
    infectious_end_h: Figure
    contact_minutes: Figure
    residual_air_minutes: Figure
    legal_class: Figure | None = None
    """Of the disease by the Act, 1 to 4; None in cases that were opened before it was kept."""

    def name(self, language: str) -> str:
        """The pathogen's name in the reader's language."""
        return self.name_ko if language == "ko" else self.name_en


class _File(msgspec.Struct, frozen=True):
    note: str
    presets: list[Preset]


@cache
def presets() -> dict[str, Preset]:
    """All presets of this release, by key."""
    text = files("ansim.domain.pathogens").joinpath("pathogens.json").read_bytes()
    return {preset.key: preset for preset in msgspec.json.decode(text, type=_File).presets}


def as_stored(preset: Preset) -> dict[str, Any]:
    """The preset as a case keeps it, so that a later edition changes no open case."""
    stored: dict[str, Any] = msgspec.to_builtins(preset)
    return stored


def from_stored(stored: dict[str, Any]) -> Preset:
    """The preset that a case was opened with."""
    return msgspec.convert(stored, Preset)
