"""Keys of the province: day keys behind the tags, and the named secrets of the processes."""

from ansim.keys.days import DayKeyMissingError, DayKeys
from ansim.keys.folder import KeyFolder, KeyMissingError

__all__ = ["DayKeyMissingError", "DayKeys", "KeyFolder", "KeyMissingError"]
