import type { Frame, Reading } from "./messages";

let worker: Worker | null = null;
let serial = 0;
const waiting = new Map<number, (reading: Reading) => void>();

/** Starts the worker, so that its wasm is compiled by the time the first frame comes. */
export function warmDecoder(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./decoder.worker.ts", import.meta.url), { name: "decoder" });
  worker.onmessage = ({ data }: MessageEvent<Reading>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  };
  worker.onerror = () => {
    for (const [id, settle] of waiting) settle({ id, text: null, error: "decoder" });
    waiting.clear();
    worker = null;
  };
  return worker;
}

/** The text of a QR in a picture, or null. The pixels move to the worker and are gone here. */
export function decode(image: ImageData, thorough = true): Promise<string | null> {
  const id = ++serial;
  return new Promise((resolve) => {
    waiting.set(id, (reading) => resolve(reading.text));
    const frame: Frame = { id, image, thorough };
    warmDecoder().postMessage(frame, [image.data.buffer]);
  });
}

const LARGEST_STILL = 1_600;

/** The text of the QR in a photograph, or null; tries the picture at two sizes. */
export async function decodePicture(file: Blob): Promise<string | null> {
  const picture = await loadPicture(file);
  for (const largest of [LARGEST_STILL, LARGEST_STILL / 2]) {
    const text = await decode(draw(picture, largest));
    if (text) return text;
  }
  return null;
}

async function loadPicture(file: Blob): Promise<HTMLImageElement> {
  const address = URL.createObjectURL(file);
  try {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    return picture;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function draw(picture: HTMLImageElement, largest: number): ImageData {
  const scale = Math.min(1, largest / Math.max(picture.naturalWidth, picture.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
