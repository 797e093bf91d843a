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
    for (const [id, settle] of waiting) settle({ id, texts: [], error: "decoder" });
    waiting.clear();
    worker = null;
  };
  return worker;
}

const LARGEST_FRAME = 960;

/** The size at which a frame of a live camera is decoded, in pixels: as it is, or smaller. */
export function frameSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LARGEST_FRAME / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** The texts of the codes in a frame of a live camera, the largest first. Its pixels move to the worker. */
export function decodeFrame(image: ImageData): Promise<string[]> {
  return decode(image, false);
}

function decode(image: ImageData, still: boolean): Promise<string[]> {
  const id = ++serial;
  return new Promise((resolve) => {
    waiting.set(id, (reading) => resolve(reading.texts));
    const frame: Frame = { id, image, still };
    warmDecoder().postMessage(frame, [image.data.buffer]);
  });
}

/** Longer sides at which a photograph is looked at, in pixels: a code far away needs the last. */
const SIZES = [1_600, 800, 3_200];

/** The texts of the codes in a photograph, the largest code first. */
export async function decodePicture(file: Blob): Promise<string[]> {
  const picture = await loadPicture(file);
  const longer = Math.max(picture.width, picture.height);
  for (const size of new Set(SIZES.map((largest) => Math.min(largest, longer)))) {
    const texts = await decode(draw(picture, size / longer), true);
    if (texts.length) return texts;
  }
  return [];
}

async function loadPicture(file: Blob): Promise<ImageBitmap | HTMLImageElement> {
  try {
    return await createImageBitmap(file);
  } catch {
    return loadElement(file); // before Safari 15, and for drawings
  }
}

async function loadElement(file: Blob): Promise<HTMLImageElement> {
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

function draw(picture: ImageBitmap | HTMLImageElement, scale: number): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.imageSmoothingQuality = "high";
  // What is transparent would be black, the modules too.
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
