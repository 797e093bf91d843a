"""Exposure notices: what a Korean emergency text says about where and when, as data."""

from ansim.domain.exposures.notice import Exposure, ExposureWindow, Notice, Unparsed
from ansim.domain.exposures.parse import parse_notice

__all__ = ["Exposure", "ExposureWindow", "Notice", "Unparsed", "parse_notice"]
