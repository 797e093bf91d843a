"""What a phone's camera sees: posters drawn here, distorted, as still pictures and as a video for Chromium."""

import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import segno
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

WIDTH, HEIGHT = 640, 480
WALL = (188, 180, 168)


def poster(address: str, scale: int = 10) -> Image.Image:
    """A venue's poster: the QR in capitals where it may be, a coloured band, on white paper."""
    buffer = io.BytesIO()
    segno.make(address, error="q", micro=False).save(buffer, kind="png", scale=scale, border=4)
    qr = Image.open(buffer).convert("RGB")
    paper = Image.new("RGB", (qr.width + 6 * scale, qr.height + 16 * scale), "white")
    ImageDraw.Draw(paper).rectangle((0, 0, paper.width, 6 * scale), fill=(11, 79, 74))
    paper.paste(qr, (3 * scale, 8 * scale))
    return paper


def on_wall(
    picture: Image.Image,
    *,
    share: float = 0.8,
    turn: float = 0.0,
    blur: float = 0.0,
    light: float = 1.0,
    noise: float = 0.0,
    lean: float = 0.0,
    seed: int = 1,
) -> Image.Image:
    """The poster as a camera of 640 x 480 sees it.

    `share` of the picture's height, turned by `turn` degrees, seen askew by `lean` (0 to 0.4 of the width),
    blurred by `blur` pixels, under `light` (1: day, 0.1: a dark hall), with `noise` (standard deviation in
    grey levels).
    """
    size = int(HEIGHT * share)
    small = picture.resize(
        (int(size * picture.width / picture.height), size), Image.Resampling.LANCZOS
    )
    if lean:
        small = askew(small, lean)
    turned = small.convert("RGBA").rotate(turn, expand=True, resample=Image.Resampling.BICUBIC)
    if turned.height > HEIGHT * 0.98:
        ratio = HEIGHT * 0.98 / turned.height
        turned = turned.resize((int(turned.width * ratio), int(turned.height * ratio)))
    seen = Image.new("RGB", (WIDTH, HEIGHT), WALL)
    seen.paste(turned, ((WIDTH - turned.width) // 2, (HEIGHT - turned.height) // 2), turned)
    if blur:
        seen = seen.filter(ImageFilter.GaussianBlur(blur))
    seen = ImageEnhance.Brightness(seen).enhance(light)
    if noise:
        grain = np.random.default_rng(seed).normal(0, noise, (HEIGHT, WIDTH, 1))
        seen = Image.fromarray(np.clip(np.asarray(seen) + grain, 0, 255).astype(np.uint8))
    return seen


def askew(picture: Image.Image, lean: float) -> Image.Image:
    """A perspective view: the right edge is `lean` shorter than the left one."""
    width, height = picture.size
    inset = height * lean / 2
    corners = [(0.0, 0.0), (width, inset), (width, height - inset), (0.0, height)]
    return picture.convert("RGBA").transform(
        (width, height),
        Image.Transform.PERSPECTIVE,
        coefficients(corners, [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]),
        Image.Resampling.BICUBIC,
    )


def pictured(picture: Image.Image, seed: int) -> Image.Image:
    """The ink is a colourful photograph: dark here, nearly as light as the paper there."""
    patches = np.random.default_rng(seed).integers(0, 215, (60, 60, 3), dtype=np.uint8)
    ink = Image.fromarray(patches).resize(picture.size, Image.Resampling.BICUBIC)
    return Image.composite(picture, ink, picture.convert("L"))


def speckled(picture: Image.Image, seed: int, share: float = 0.3) -> Image.Image:
    """Ink on rough ground: this share of its dots did not take."""
    bare = np.random.default_rng(seed).random((picture.height, picture.width, 1)) < share
    return Image.fromarray(np.where(bare, np.uint8(235), np.asarray(picture)))


def grained(picture: Image.Image, seed: int, grain: float = 65) -> Image.Image:
    """A photograph in near darkness, made brighter: noise of this standard deviation in grey levels."""
    noise = np.random.default_rng(seed).normal(0, grain, (picture.height, picture.width, 1))
    dim = np.asarray(picture) * 0.7 + 40
    return Image.fromarray(np.clip(dim + noise, 0, 255).astype(np.uint8))


def screened(picture: Image.Image, depth: int = 200) -> Image.Image:
    """A coarse display: dark lines of so many grey levels between its dots."""
    down, across = np.indices((picture.height, picture.width)) % 2 == 0
    lines = (down | across)[..., None] * depth
    return Image.fromarray(
        np.clip(np.asarray(picture).astype(int) - lines, 0, 255).astype(np.uint8)
    )


def on_glass(picture: Image.Image) -> Image.Image:
    """Only the ink is there; what was paper lets through."""
    clear = picture.convert("RGBA")
    clear.putalpha(picture.convert("L").point(lambda level: 255 - level))
    return clear


def side_by_side(*pictures: Image.Image) -> Image.Image:
    """Posters on one wall."""
    wall = Image.new("RGB", (sum(p.width for p in pictures), max(p.height for p in pictures)), WALL)
    left = 0
    for picture in pictures:
        wall.paste(picture, (left, 0))
        left += picture.width
    return wall


def coefficients(seen: list[tuple[float, float]], flat: list[tuple[float, float]]) -> list[float]:
    """The eight numbers of the projective map that takes `seen` corners to `flat` ones."""
    rows, values = [], []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [
        float(number) for number in np.linalg.solve(np.array(rows, float), np.array(values, float))
    ]


def write_video(path: Path, frames: Iterable[Image.Image], rate: int = 15) -> Path:
    """A YUV4MPEG2 file (4:2:0) that Chromium plays as its camera, over and over."""
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{rate}:1 Ip A1:1 C420jpeg\n".encode())
        for frame in frames:
            y, u, v = (np.asarray(plane) for plane in frame.convert("YCbCr").split())
            halves = [
                plane.reshape(HEIGHT // 2, 2, WIDTH // 2, 2).mean((1, 3)).astype(np.uint8)
                for plane in (u, v)
            ]
            file.write(b"FRAME\n" + y.tobytes() + b"".join(half.tobytes() for half in halves))
    return path


def shaky(picture: Image.Image, frames: int = 12, **view: float) -> list[Image.Image]:
    """A hand that is not quite still: the view of `on_wall`, turning a little from frame to frame."""
    turn = view.pop("turn", 0.0)
    return [
        on_wall(picture, turn=turn + 3 * np.sin(number / 2), seed=number, **view)
        for number in range(frames)
    ]
