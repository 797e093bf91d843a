"""Real photographs of codes, which stand beside the project: what each says, and how hard its code is to read."""

import csv
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from scipy import ndimage

from support.camera import coefficients

_FLAT = 256  # pixels of a code laid flat to be measured


@dataclass(frozen=True)
class Photograph:
    """A file of the collection; `expected`: the digest of its code's text, empty where it has no code."""

    path: Path
    expected: str

    def is_read_by(self, texts: list[str]) -> bool:
        """Whether the first text, the largest code's, is the one that the collection names."""
        return bool(texts) and digest(texts[0]) == self.expected

    @property
    def is_by_camera(self) -> bool:
        """Whether it was taken of a code on paper; `qrcode-2` is mostly drawings and logos."""
        return self.path.parent.name in {"qrcode-1", "qrcode-3"}


@dataclass(frozen=True)
class Hardness:
    """What stands between a code and its reader; the larger, the harder."""

    turn: float
    """Degrees off the frame's axes, 0 to 45."""
    lean: float
    """By which share one side is shorter than the one across."""
    shorter: float
    """By which share it is shorter one way than the other."""
    blur: float
    """Standard deviation of the sharpest edges, in modules."""
    greyness: float
    """Grey levels of 255 that lie not between ink and paper."""
    uneven: float
    """By which share the darkest sixteenth's paper is darker than the lightest's."""
    grain: float
    """Standard deviation of pixels, in grey levels (Immerkær 1996, by the median)."""


def digest(text: str) -> str:
    """As the collection's manifest has it: SHA-256 of the text without blanks."""
    return sha256("".join(text.split()).encode()).hexdigest()


def photographs(shared: Path) -> list[Photograph]:
    """All of the collection. Skips the test where it is absent."""
    folder = shared / "data" / "qr_photos"
    if not (folder / "manifest.csv").exists():
        pytest.skip("no photographs: data/qr_photos is not among the real data")
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Photograph(folder / row["file"], row["sha256_expected_no_whitespace"]) for row in rows]


def hardness(picture: Image.Image) -> Hardness | None:
    """How hard the first code of a picture is to read; None where the reader finds none."""
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    if not found:
        return None
    place = found[0].position
    named = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    corners = np.array([(corner.x, corner.y) for corner in named], float)
    top, right, bottom, left = (float(np.hypot(*(corners[i - 3] - corners[i]))) for i in range(4))
    angle = np.degrees(np.arctan2(*(corners[1] - corners[0])[::-1])) % 90
    grey = picture.convert("L")
    flat = _laid_flat(grey, corners)
    ink, paper = np.percentile(flat, (10, 90))
    step = _FLAT // 4
    places = range(0, _FLAT, step)
    lights = [np.percentile(flat[y : y + step, x : x + step], 90) for y in places for x in places]
    modules = found[0].to_image(scale=1, add_quiet_zones=False).shape[0]
    (low_x, low_y), (high_x, high_y) = corners.min(0).astype(int), corners.max(0).astype(int)
    light = np.asarray(grey, float)
    around = light[max(low_y, 0) : high_y, max(low_x, 0) : high_x]
    slope = np.hypot(ndimage.sobel(around, 0), ndimage.sobel(around, 1)) / 8
    # The steepest slope of an edge of this height that a Gaussian has blurred.
    blur = (paper - ink) / (np.percentile(slope, 99) * np.sqrt(2 * np.pi))
    second = ndimage.convolve(light, np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]]))
    return Hardness(
        turn=float(min(angle, 90 - angle)),
        lean=max(_lack(top, bottom), _lack(right, left)),
        shorter=_lack(top + bottom, right + left),
        blur=float(blur / (max(top, right, bottom, left) / modules)),
        greyness=float(255 - (paper - ink)),
        uneven=_lack(min(lights), max(lights)),
        grain=float(np.median(np.abs(second)) / 0.6745 / 6),
    )


def _lack(one: float, other: float) -> float:
    """By which share the smaller is smaller."""
    return 1 - min(one, other) / max(one, other)


def _laid_flat(grey: Image.Image, corners: np.ndarray) -> np.ndarray:
    square = [(0.0, 0.0), (_FLAT, 0.0), (_FLAT, _FLAT), (0.0, _FLAT)]
    seen = [(float(x), float(y)) for x, y in corners]
    flat = grey.transform(
        (_FLAT, _FLAT),
        Image.Transform.PERSPECTIVE,
        coefficients(square, seen),
        Image.Resampling.BICUBIC,
    )
    return np.asarray(flat, float)
