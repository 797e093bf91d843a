import { mark } from "../device/marks";
import { decodeFrame, frameSize } from "./decoder";

export type CameraTrouble = "refused" | "missing" | "busy";

/** The camera could not be opened. */
export class CameraError extends Error {
  override name = "CameraError";
  constructor(readonly trouble: CameraTrouble) {
    super(trouble);
  }
}

const TROUBLES: Record<string, CameraTrouble> = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
};

/** Opens the camera at the back. Throws `CameraError`. */
export async function openCamera(): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraError("missing");
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (error) {
    throw new CameraError(TROUBLES[(error as DOMException).name] ?? "busy");
  }
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** The type library does not know the torch yet. */
type Torch = { torch?: boolean };

export function hasTorch(stream: MediaStream): boolean {
  const [track] = stream.getVideoTracks();
  return (track?.getCapabilities?.() as Torch | undefined)?.torch === true;
}

export async function setTorch(stream: MediaStream, on: boolean): Promise<void> {
  const [track] = stream.getVideoTracks();
  await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet & Torch] });
}

/**
 * Reads frames of a playing video until one holds a QR that `take` accepts; returns a function that stops.
 *
 * One frame is in the decoder at a time, so a slow phone just looks less often.
 */
export function watch(video: HTMLVideoElement, take: (text: string) => boolean): () => void {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  let stopped = false;
  const look = async (): Promise<void> => {
    while (!stopped) {
      mark("ansim-frame");
      const ready = video.readyState >= 2 && video.videoWidth > 0;
      const texts = ready ? await decodeFrame(grab(video, canvas, context)) : [];
      if (stopped || texts.some(take)) return;
      await new Promise((frame) => requestAnimationFrame(frame));
    }
  };
  void look();
  return () => {
    stopped = true;
  };
}

function grab(video: HTMLVideoElement, canvas: HTMLCanvasElement, context: CanvasRenderingContext2D): ImageData {
  Object.assign(canvas, frameSize(video.videoWidth, video.videoHeight));
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
