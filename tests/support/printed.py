"""Printed sheets as a camera or a reader finds them."""

import pypdfium2
import zxingcpp
from PIL import Image

from support.conditions import Code

_AROUND = 3  # widths of a code on either side of its middle that a frame may show


def first_page(sheet: bytes, scale: float = 2) -> Image.Image:
    """What of a PDF hangs at the door, at `scale` times 72 dots an inch."""
    page = pypdfium2.PdfDocument(sheet)[0]
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return picture


def code_on(sheet: bytes, wide: int) -> Code:
    """The first code that a reader finds on a PDF, with what is around it, rendered `wide` pixels wide."""
    found = zxingcpp.read_barcodes(first_page(sheet, 2))[0]
    place = found.position
    named = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    corners = [complex(corner.x, corner.y) / 2 for corner in named]  # in points of the page
    middle, across = sum(corners) / 4, abs(corners[1] - corners[0])
    page = pypdfium2.PdfDocument(sheet)[0]
    room = _AROUND * across
    left, top = max(0.0, middle.real - room), max(0.0, middle.imag - room)
    right = max(0.0, page.get_width() - middle.real - room)
    bottom = max(0.0, page.get_height() - middle.imag - room)
    factor = wide / across
    picture = page.render(scale=factor, crop=(left, bottom, right, top)).to_pil().convert("L")
    centre = (middle - complex(left, top)) * factor
    modules = found.to_image(scale=1, add_quiet_zones=False).shape[0]
    return Code(picture, (centre.real, centre.imag), wide, modules)
