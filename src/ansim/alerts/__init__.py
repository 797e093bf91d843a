"""Exposure alerts from files, for analysts: `ansim exposures parse`."""
