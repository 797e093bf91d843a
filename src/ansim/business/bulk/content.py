"""What a file is, judged by its first bytes and, of a workbook, its directory: before anything is stored or read."""

from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _

from ansim.domain.errors import AnsimError

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_NO_LISTS: Final = (
    b"PAR1",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
)
_MOST_UNPACKED: Final = 256 << 20  # a workbook of 20,000 rows of the register unpacks to some 70 MB
_WORKBOOK: Final = frozenset({"xl/workbook.xml", "xl/workbook.bin"})


class UnfitFileError(AnsimError):
    """The file is no list; `told` says so to whoever chose it, with what to do."""

    def __init__(self, told: object) -> None:
        super().__init__("no list of venues")
        self.told = told


def is_workbook(content: bytes) -> bool:
    """Whether it is a workbook (else it is read as CSV). Raises UnfitFileError for what can be neither."""
    if not content.strip(b"\0\xef\xbb\xbf \t\r\n"):
        raise UnfitFileError(_("The file is empty. Save the list again and choose that file."))
    if content.startswith(_OLD_OFFICE):
        return True
    if content.startswith(_ZIP):
        _require_workbook(content)
        return True
    if content.startswith(_NO_LISTS) or (b"\0" in content and not _is_utf16(content)):
        raise UnfitFileError(_("This is no list. Save it as XLSX or CSV, and choose that file."))
    return False


def _require_workbook(content: bytes) -> None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except BadZipFile:
        raise UnfitFileError(
            _("The workbook is cut off or damaged. Save it again and choose that file.")
        ) from None
    if not _WORKBOOK & {member.filename for member in members}:
        raise UnfitFileError(_("This is no list. Save it as XLSX or CSV, and choose that file."))
    if any(member.flag_bits & 1 for member in members):
        raise UnfitFileError(_("The workbook has a password. Save it without one."))
    if sum(member.file_size for member in members) > _MOST_UNPACKED:
        raise UnfitFileError(
            _("The workbook is too large when it is unpacked. Save the list alone, or as CSV.")
        )


def _is_utf16(content: bytes) -> bool:
    return content.startswith((b"\xff\xfe", b"\xfe\xff")) or 0 in content[:2]
