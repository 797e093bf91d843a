"""Keys of the province: day keys behind the tags, and the named secrets of the processes."""

from ansim.keys.day_keys import DayEndedError, DayKeyMissingError, DayKeys
from ansim.keys.folder import KeyDamagedError, KeyFolder, KeyMissingError, WrongKeyError, folder
from ansim.keys.needs import require_keys

__all__ = [
    "DayEndedError",
    "DayKeyMissingError",
    "DayKeys",
    "KeyDamagedError",
    "KeyFolder",
    "KeyMissingError",
    "WrongKeyError",
    "folder",
    "require_keys",
]
