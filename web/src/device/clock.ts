import { readOffset } from "../rules/clock";
import { keep, read } from "../store/kept";

let offset: number | null = null;

/** Milliseconds to add to the phone's clock to get the server's. */
export async function clockOffset(): Promise<number> {
  offset ??= (await read("clockOffset")) ?? 0;
  return offset;
}

/** The same without waiting; 0 until the store was read once. */
export const knownOffset = (): number => offset ?? 0;

/** The server's time in milliseconds, as far as the phone knows it. */
export async function serverNow(): Promise<number> {
  return Date.now() + (await clockOffset());
}

/** Learns from an answer's `Date` header. */
export async function learnClock(header: string | null, sentAt: number, receivedAt: number): Promise<void> {
  const learnt = readOffset(header, sentAt, receivedAt);
  if (learnt === null || learnt === offset) return;
  offset = learnt;
  // A full phone only loses the correction at the next start.
  await keep("clockOffset", learnt).catch((error: unknown) => {
    if (!(error instanceof DOMException)) throw error;
  });
}
