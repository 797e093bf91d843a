"""A venue's own devices: how each is paired, known again, and what it may ask of itself."""

from ansim.visitor.devices.readers import Reader, Readers

__all__ = ["Reader", "Readers", "device_desk", "pairing", "readers"]
