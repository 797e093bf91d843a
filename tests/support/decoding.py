"""The decoder that phones run, asked in Chromium: of a photograph, and of the frames of a live camera."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from support.folders import ROOT
from support.phone import Phone

FRAMES = 24
"""A second of a phone's camera."""
APP = ROOT / "src" / "ansim" / "web" / "static" / "app"
READ = """async ({ camera, picture, kind, frames, tries }) => {
  const { decodeFrame, decodePicture, frameSize } = await import(camera);
  const blob = new Blob([Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0))], { type: kind });
  let texts, took = Infinity;
  for (let done = 0; done < tries; done++) {
    const begun = performance.now();
    texts = await decodePicture(blob);
    took = Math.min(took, performance.now() - begun);
  }
  const seen = await createImageBitmap(blob);
  const { width, height } = frameSize(seen.width, seen.height);
  const context = new OffscreenCanvas(width, height).getContext("2d");
  const looks = [];
  let live = [];
  while (live.length === 0 && looks.length < frames) {
    context.fillStyle = "white";
    context.fillRect(0, 0, width, height);
    context.drawImage(seen, 0, 0, width, height);
    const frame = context.getImageData(0, 0, width, height);
    const opened = performance.now();
    live = await decodeFrame(frame);
    looks.push(performance.now() - opened);
  }
  return { texts, took, live, looks };
}"""


@dataclass(frozen=True)
class Reading:
    """What the decoder said of a picture: as a photograph (the quickest try took `took` ms: other work on the machine
    is not its doing), and frame by frame as a live camera shows it (each took `looks` ms)."""

    texts: list[str]
    took: float
    live: list[str]
    looks: list[float]


Read = Callable[..., Reading]


def reader(phone: Phone) -> Read:
    """Opens the app on a phone and gives a function that asks its decoder about the bytes of a picture."""
    [camera] = APP.glob("assets/camera-*.js")
    page = phone.open()

    def ask(
        picture: bytes, kind: str = "image/png", frames: int = FRAMES, tries: int = 3
    ) -> Reading:
        asked: dict[str, Any] = {
            "camera": f"/app/assets/{camera.name}",
            "picture": b64encode(picture).decode(),
            "kind": kind,
            "frames": frames,
            "tries": tries,
        }
        return Reading(**page.evaluate(READ, asked))

    return ask
