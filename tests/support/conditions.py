"""What a code on paper goes through before a phone reads it: the conditions seen on the photographs of `qr_photos`.

Lengths are in widths of the code, blur in modules of it, so that one strength is as hard for a code that fills the frame
as for one far away. `tests/unit/business/posters/test_conditions.py` measures the photographs and holds each strength
above the strongest of theirs.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

_WALL: Final = 180
_FRAMES: Final = ((640, 480), (1280, 960))

Grid = NDArray[np.float64]
Light = NDArray[np.float32]
Bend = Callable[[Grid, Grid], tuple[Grid, Grid]]
"""Where a point of the frame lies on the paper; both are widths of the code from its centre."""
_FINENESS: Final = 15  # bent points in a width of the code


@dataclass(frozen=True)
class Code:
    """A code on a rendered page (grey, as decoders see it): its centre and width in pixels, its modules."""

    page: Image.Image
    centre: tuple[float, float]
    wide: float
    modules: int


@dataclass(frozen=True)
class Shot:
    """The grey frame of a camera with the code in its middle, `wide` pixels wide; `module`: pixels of one.

    It is of 640 x 480 pixels, or of 1280 x 960 where a turned code needs the room.
    """

    frame: Image.Image
    wide: float
    module: float


def frame_of(code: Code) -> tuple[int, int]:
    """The size of the frame that a code is seen in, in pixels."""
    return next(one for one in _FRAMES if one[1] >= 1.35 * code.wide)


def shot(code: Code, bend: Bend | None = None) -> Shot:
    """The frame as a camera held straight before the code sees it, or bent."""
    size = width, height = frame_of(code)
    cell = max(width, height) if bend is None else max(1, round(code.wide / _FINENESS))
    across, down = _points(width, cell), _points(height, cell)
    u, v = np.meshgrid((across - width / 2) / code.wide, (down - height / 2) / code.wide)
    x, y = (u, v) if bend is None else bend(u, v)
    x, y = x * code.wide + code.centre[0], y * code.wide + code.centre[1]
    mesh = []
    for row in range(len(down) - 1):
        for column in range(len(across) - 1):
            box = (across[column], down[row], across[column + 1], down[row + 1])
            corners = ((row, column), (row + 1, column), (row + 1, column + 1), (row, column + 1))
            quad = [float(value) for corner in corners for value in (x[corner], y[corner])]
            mesh.append((tuple(int(side) for side in box), tuple(quad)))
    seen = code.page.transform(
        size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fillcolor=_WALL
    )
    return Shot(seen, code.wide, code.wide / code.modules)


def _points(length: int, cell: int) -> Grid:
    return np.append(np.arange(0, length, cell, dtype=float), length)


def turned(degrees: float) -> Bend:
    turn = np.radians(degrees)

    def bend(u: Grid, v: Grid) -> tuple[Grid, Grid]:
        return u * np.cos(turn) - v * np.sin(turn), u * np.sin(turn) + v * np.cos(turn)

    return bend


def from_the_side(lean: float, shorter: float) -> Bend:
    """One side of the code is `lean` shorter than the other, and it is `shorter` across than down."""

    def bend(u: Grid, v: Grid) -> tuple[Grid, Grid]:
        far = np.maximum(
            1 + lean * u, 0.1
        )  # what lies behind the camera is not in the middle of its frame
        return u / (1 - shorter) / far, v / far

    return bend


def from_above(lean: float, shorter: float) -> Bend:
    aside = from_the_side(lean, shorter)

    def bend(u: Grid, v: Grid) -> tuple[Grid, Grid]:
        y, x = aside(v, u)
        return x, y

    return bend


def round_a_column(radius: float) -> Bend:
    """The sheet lies round a pillar or a bottle of this radius; what is behind it is not seen."""

    def bend(u: Grid, v: Grid) -> tuple[Grid, Grid]:
        angle = np.arcsin(np.clip(u / radius, -1, 1))
        return np.where(np.abs(u) < radius, radius * angle, 1e3), v * (
            1 + 0.1 * (1 - np.cos(angle))
        )

    return bend


def rumpled(height: float) -> Bend:
    """Waves of the paper shift what is on it by up to `height`."""

    def bend(u: Grid, v: Grid) -> tuple[Grid, Grid]:
        return u + height * np.sin(5 * v + 1), v + height * np.sin(6 * u)

    return bend


def wide_angle(strength: float) -> Bend:
    """A lens draws the corners of its frame in: barrel distortion of this share at one width of the code."""

    def bend(u: Grid, v: Grid) -> tuple[Grid, Grid]:
        out = 1 + strength * np.minimum(u * u + v * v, 4)
        return u * out, v * out

    return bend


def at_the_edge(code: Code, modules: float) -> Bend:
    """The left edge of the frame leaves only so many modules of white beside the code."""
    aside = frame_of(code)[0] / 2 / code.wide - 0.5 - modules / code.modules

    def bend(u: Grid, v: Grid) -> tuple[Grid, Grid]:
        return u + aside, v

    return bend


def out_of_focus(seen: Shot, modules: float) -> Image.Image:
    return seen.frame.filter(ImageFilter.GaussianBlur(modules * seen.module))


def shaken(seen: Shot, modules: float) -> Image.Image:
    """The hand moves by so many modules, aslant, while the picture is taken."""
    steps = np.linspace(0, modules * seen.module, max(2, round(modules * seen.module) + 1))
    light = _light(seen)
    moved = [np.roll(light, (round(step * 0.5), round(step * 0.87)), (0, 1)) for step in steps]
    return _picture(np.mean(moved, axis=0))


def dark(seen: Shot, light: float, grain: float, seed: int) -> Image.Image:
    return _picture(_light(seen) * light + _noise(seen, grain, seed))


def weak_ink(seen: Shot, ink: float, paper: float) -> Image.Image:
    """Black is only as dark as `ink`, white only as light as `paper`: newsprint, a printer without toner."""
    return _picture(ink + _light(seen) * ((paper - ink) / 255))


def uneven(seen: Shot, least: float) -> Image.Image:
    """The light falls across the code from all of it to this share of it."""
    u, _v = _at(seen)
    fall = np.clip(0.5 - u, 0, 1)
    return _picture(_light(seen) * (1 - (1 - least) * fall))


def shadow(seen: Shot, least: float) -> Image.Image:
    """A hand's shadow with an edge lies over half of the code."""
    u, v = _at(seen)
    edge = 1 / (1 + np.exp(-(u + 0.4 * v) * 60))
    return _picture(_light(seen) * (least + (1 - least) * edge))


def glare(seen: Shot, radius: float) -> Image.Image:
    """A lamp mirrored in film or glass: white within the radius, fading beyond."""
    u, v = _at(seen)
    spot = np.exp(-((np.hypot(u - 0.15, v - 0.12) / radius) ** 4))
    return _picture(_light(seen) * (1 - spot) + 255 * spot)


def lamp_light(seen: Shot, colour: tuple[float, float, float]) -> Image.Image:
    return Image.merge("RGB", [_picture(_light(seen) * channel) for channel in colour])


def grained(seen: Shot, grain: float, seed: int) -> Image.Image:
    return _picture(_light(seen) + _noise(seen, grain, seed))


def compressed(seen: Shot, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    seen.frame.save(buffer, "jpeg", quality=quality)
    return Image.open(buffer).convert("L")


def worn(seen: Shot, share: float, seed: int) -> Image.Image:
    """Of this share of the paper, in flakes of a third of a module, the ink has gone."""
    width, height = seen.frame.size
    flake = max(1, round(seen.module / 3))
    bare = np.random.default_rng(seed).random((height // flake + 1, width // flake + 1)) < share
    bare = bare.repeat(flake, 0).repeat(flake, 1)[:height, :width]
    return _picture(np.where(bare, np.maximum(_light(seen), 215), _light(seen)))


def pasted_over(seen: Shot, side: float) -> Image.Image:
    """A sticker of this side, in widths of the code, in its middle."""
    return _covered(seen, lambda u, v: np.maximum(np.abs(u), np.abs(v)) < side / 2, 105)


def held_by_a_finger(seen: Shot, over: float) -> Image.Image:
    """A fingertip at the left covers the white there and so much of the code."""
    radius = 0.25
    middle = -0.5 + over - radius
    return _covered(seen, lambda u, v: np.hypot(u - middle, v - 0.1) < radius, 160)


def _covered(
    seen: Shot, where: Callable[[Grid, Grid], NDArray[np.bool_]], grey: int
) -> Image.Image:
    return _picture(np.where(where(*_at(seen)), np.float32(grey), _light(seen)))


def _at(seen: Shot) -> tuple[Grid, Grid]:
    """Where each pixel of the frame lies, in widths of the code from its centre."""
    width, height = seen.frame.size
    u, v = np.meshgrid(np.arange(width) - width / 2, np.arange(height) - height / 2)
    return u / seen.wide, v / seen.wide


def _light(seen: Shot) -> Light:
    return np.asarray(seen.frame, np.float32)


def _noise(seen: Shot, grain: float, seed: int) -> Light:
    width, height = seen.frame.size
    drawn = np.random.default_rng(seed).standard_normal((height, width), np.float32)
    return drawn * np.float32(grain)


def _picture(light: NDArray[np.floating]) -> Image.Image:
    return Image.fromarray(np.clip(light, 0, 255).astype(np.uint8))


Condition = Callable[[Code, int], Image.Image]


def _bent(bend: Bend) -> Condition:
    return lambda code, _seed: shot(code, bend).frame


def _in_a_hurry(code: Code, seed: int) -> Image.Image:
    turned_aside = from_the_side(0.18, 0.1)

    def bend(u: Grid, v: Grid) -> tuple[Grid, Grid]:
        return turned_aside(*turned(17)(u, v))

    seen = shot(code, bend)
    seen = Shot(out_of_focus(seen, 0.25), seen.wide, seen.module)
    return dark(seen, 0.4, 4, seed)


CONDITIONS: Final = MappingProxyType[str, Condition](
    {
        "as it is": lambda code, _: shot(code).frame,
        "turned by 33°": _bent(turned(33)),
        "turned by 100°": _bent(turned(100)),
        "from the side": _bent(from_the_side(0.35, 0.3)),
        "from above": _bent(from_above(0.35, 0.3)),
        "round a column": _bent(round_a_column(0.75)),
        "rumpled": _bent(rumpled(0.012)),
        "wide-angle lens": _bent(wide_angle(0.12)),
        "at the frame's edge": lambda code, _: shot(code, at_the_edge(code, 1)).frame,
        "out of focus": lambda code, _: out_of_focus(shot(code), 0.4),
        "shaken": lambda code, _: shaken(shot(code), 1),
        "dark": lambda code, seed: dark(shot(code), 0.15, 3, seed),
        "weak ink": lambda code, _: weak_ink(shot(code), 70, 130),
        "uneven light": lambda code, _: uneven(shot(code), 0.5),
        "a hand's shadow": lambda code, _: shadow(shot(code), 0.4),
        "glare": lambda code, _: glare(shot(code), 0.14),
        "lamp light": lambda code, _: lamp_light(shot(code), (1, 0.7, 0.4)),
        "grain": lambda code, seed: grained(shot(code), 16, seed),
        "compressed": lambda code, _: compressed(shot(code), 20),
        "worn": lambda code, seed: worn(shot(code), 0.15, seed),
        "a sticker on it": lambda code, _: pasted_over(shot(code), 0.25),
        "a finger on it": lambda code, _: held_by_a_finger(shot(code), 0.04),
        "in a hurry": _in_a_hurry,
    }
)
"""What each condition makes of a code, by a seed; strengths as measured (see the head of this file)."""
