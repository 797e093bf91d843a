/// <reference lib="webworker" />
import { prepareZXingModule, type ReadResult, readBarcodes } from "zxing-wasm/reader";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

import { FIRST_LOOK, FURTHER_LOOKS, type Look, SHARE_OF_FRAMES } from "./looks";
import type { Frame, Reading } from "./messages";

declare const self: DedicatedWorkerGlobalScope;

// The library would fetch its wasm from a foreign host by default.
prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true }).catch(() => undefined);

let inVain = 0;

self.onmessage = async ({ data }: MessageEvent<Frame>): Promise<void> => {
  const reading: Reading = { id: data.id, texts: [], error: null };
  try {
    reading.texts = data.still ? await readStill(data.image) : await readLive(data.image);
  } catch (error) {
    reading.error = String(error);
  }
  self.postMessage(reading);
};

/** Looks in every way until one finds a code. */
async function readStill(image: ImageData): Promise<string[]> {
  for (const look of [FIRST_LOOK, ...FURTHER_LOOKS]) {
    const texts = await see(image, look);
    if (texts.length) return texts;
  }
  return [];
}

/** Looks once; of the frames where that finds nothing, a few get a further look, each in another way. */
async function readLive(image: ImageData): Promise<string[]> {
  const texts = await see(image, FIRST_LOOK);
  if (texts.length || ++inVain % SHARE_OF_FRAMES) return texts;
  return see(image, FURTHER_LOOKS[(inVain / SHARE_OF_FRAMES) % FURTHER_LOOKS.length]!);
}

async function see(image: ImageData, { prepare, options }: Look): Promise<string[]> {
  const seen = prepare ? prepare(image) : image;
  if (!seen.width || !seen.height) return [];
  const codes = await readBarcodes(seen as ImageData, options);
  return codes
    .filter((code) => code.isValid)
    .sort((one, other) => area(other) - area(one))
    .map((code) => code.text);
}

/** The area of a code in the picture, in square pixels: half the cross product of its diagonals. */
function area({ position: { topLeft, topRight, bottomRight, bottomLeft } }: ReadResult): number {
  const down = { x: bottomRight.x - topLeft.x, y: bottomRight.y - topLeft.y };
  const up = { x: topRight.x - bottomLeft.x, y: topRight.y - bottomLeft.y };
  return Math.abs(down.x * up.y - down.y * up.x) / 2;
}
