"""Bytes of a table as UTF-8: what spreadsheets write in Korea is UTF-8 (with or without a mark), CP949 or UTF-16."""

import codecs
from collections.abc import Sequence
from typing import NamedTuple

from ansim.tables.errors import TableError

_STEP = 1 << 22
_HEAD = 4096
_MOST_DAMAGE = 0.02  # of the letters beyond ASCII; with more of it the encoding was guessed wrongly
REPLACEMENT = "\ufffd".encode()
Data = bytes | memoryview


class Utf8(NamedTuple):
    """A table's text. Where it is `damaged`, REPLACEMENT stands for bytes that are no letters."""

    data: Data
    damaged: bool


def as_utf8(data: Data, name: str) -> Utf8:
    """The text without a mark at its head. Raises TableError for what is no text in any of the encodings."""
    head = bytes(data[:_HEAD])
    if wide := _utf16(head):
        return _decoded(data, (wide,), name)
    plain = data[3:] if head.startswith(codecs.BOM_UTF8) else data
    if _is_utf8(plain):
        return Utf8(plain, damaged=False)
    return _decoded(plain, ("utf-8", "cp949"), name)


def _utf16(head: bytes) -> str | None:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # Without a mark: the headings are ASCII, so that every second byte is nothing.
    for encoding, low, high in (("utf-16-le", 0, 1), ("utf-16-be", 1, 0)):
        if len(head) > 3 and head[high:16:2].count(0) == len(head[high:16:2]) and head[low]:
            return encoding
    return None


def _is_utf8(data: Data) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _STEP):
            decoder.decode(bytes(data[start : start + _STEP]))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(data: Data, encodings: Sequence[str], name: str) -> Utf8:
    """The reading with the fewest bad bytes; rows that hold one are refused later, the others stay."""
    whole = bytes(data)
    for encoding in encodings:
        try:
            return Utf8(whole.decode(encoding).lstrip("\ufeff").encode(), damaged=False)
        except UnicodeDecodeError:
            continue
    texts = [whole.decode(encoding, "replace") for encoding in encodings]
    text = min(texts, key=lambda one: one.count("\ufffd"))
    beyond = sum(1 for letter in text if letter > "\x7f")
    bad = text.count("\ufffd")
    # One letter may be cut at the end of any file, however short it is.
    if bad > max(1, _MOST_DAMAGE * beyond) or (bad == beyond and not text.endswith("\ufffd")):
        raise TableError(
            f"{name} is neither UTF-8 nor CP949 nor UTF-16 text: save it as CSV (UTF-8)"
        )
    return Utf8(text.lstrip("\ufeff").encode("utf-8", "replace"), damaged=True)
