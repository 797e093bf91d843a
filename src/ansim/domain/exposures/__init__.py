"""Exposure alerts: what a Korean emergency text says about where and when, as data."""

from ansim.domain.exposures.alert import (
    Exposure,
    ExposureAlert,
    ExposureKind,
    ExposureWindow,
    Unparsed,
)
from ansim.domain.exposures.parse import parse_alert

__all__ = ["Exposure", "ExposureAlert", "ExposureKind", "ExposureWindow", "Unparsed", "parse_alert"]
