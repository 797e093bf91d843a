"""Pages made by typst from a template of a channel's folder and the values for it, with the house's fonts alone."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from ansim.locale.fonts import font_folders, require_printable_within


def printed_pages(package: str, template: str, given: dict[str, Any]) -> bytes:
    """A PDF; the same values give the same bytes. Values are data: no text of them is read as typst.

    Raises UnprintableError for a text with a sign that the fonts lack, which would be drawn as an empty box.
    """
    require_printable_within(given)
    made: bytes = typst.compile(
        files(package).joinpath(template).read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
    )
    return made


@cache
def _fonts() -> typst.Fonts:
    """Both fonts, opened once: that takes longer than a page."""
    folders = [str(folder) for folder in font_folders()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
