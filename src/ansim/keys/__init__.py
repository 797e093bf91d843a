"""Keys of the province: day keys behind the tags, case keys behind the handles, and the named secrets of the processes."""

from ansim.keys.case_file import CaseFile, CaseFileError
from ansim.keys.case_keys import CaseCipher, CaseKeyMissingError, CaseKeys, KeyPurpose
from ansim.keys.day_keys import DayEndedError, DayKeyMissingError, DayKeys
from ansim.keys.folder import KeyDamagedError, KeyFolder, KeyMissingError, WrongKeyError, folder
from ansim.keys.needs import require_keys

__all__ = [
    "CaseCipher",
    "CaseFile",
    "CaseFileError",
    "CaseKeyMissingError",
    "CaseKeys",
    "DayEndedError",
    "DayKeyMissingError",
    "DayKeys",
    "KeyDamagedError",
    "KeyFolder",
    "KeyMissingError",
    "KeyPurpose",
    "WrongKeyError",
    "folder",
    "require_keys",
]
