"""A QR on a page of the portals, as a camera sees it: segno writes rows of modules as one path."""

import re

from PIL import Image, ImageDraw

_SCALE = 8
_STEP = re.compile(r"([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?")


def picture_of(page: str) -> Image.Image:
    """The picture of the only QR of a page."""
    [svg] = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg)
    path = re.search(r'<path[^>]*stroke[^>]*\sd="([^"]+)"|d="([^"]+)"[^>]*stroke', svg)
    assert found
    assert path
    size = int(found[1]) * _SCALE
    picture = Image.new("L", (size, size), 255)
    draw = ImageDraw.Draw(picture)
    x = y = 0.0
    for command, one, other in _STEP.findall(path[1] or path[2]):
        if command == "h":
            box = (
                x * _SCALE,
                (y - 0.5) * _SCALE,
                (x + float(one)) * _SCALE - 1,
                (y + 0.5) * _SCALE - 1,
            )
            draw.rectangle(box, fill=0)
            x += float(one)
        elif command == "M":
            x, y = float(one), float(other)
        else:
            x, y = x + float(one), y + float(other)
    return picture
