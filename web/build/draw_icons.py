"""Draws the PNG icons of the app from the geometry of public/icons/ansim.svg (48 units square).

Run after changing the mark: `python web/build/draw_icons.py`. The pictures are committed: they are small, and
a build then needs no drawing library.
"""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parents[1] / "public" / "icons"
PAPER, BRAND, SUN = "#faf7f0", "#0b4f4a", "#f08a24"
OVERSAMPLING = 4


def draw(size: int, margin: float, ground: str, door: str, check: str) -> Image.Image:
    """The mark on its ground; `margin`: free edge as a share of the side (a fifth for maskable icons)."""
    side = size * OVERSAMPLING
    unit = side * (1 - 2 * margin) / 48
    picture = Image.new("RGB", (side, side), ground)
    pen = ImageDraw.Draw(picture)

    def at(x: float, y: float) -> tuple[float, float]:
        return side * margin + x * unit, side * margin + y * unit

    pen.ellipse((*at(8, 6), *at(40, 38)), fill=door)
    pen.rectangle((*at(8, 22), *at(40, 46)), fill=door)
    points = [at(16.5, 28.5), at(22, 34), at(32.5, 22.5)]
    pen.line(points, fill=check, width=round(4.5 * unit), joint="curve")
    for x, y in points:
        reach = 2.25 * unit
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=check)
    pen.ellipse((*at(34, 2), *at(46, 14)), fill=SUN)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    for size in (180, 192, 512):
        draw(size, 0.14, PAPER, BRAND, "#ffffff").save(FOLDER / f"ansim-{size}.png", optimize=True)
    draw(512, 0.22, BRAND, "#ffffff", BRAND).save(FOLDER / "ansim-maskable-512.png", optimize=True)


if __name__ == "__main__":
    main()
