import { type Clock, readOffset } from "../rules/clock";
import { uuid7 } from "../rules/uuid7";
import { keep, read } from "../store/kept";

/** A step of the phone's clock between two looks; less is its own drift. */
const JUMP_MS = 5_000;

let session = uuid7(Date.now());
let offset: number | null = null;
let verified = false;
let jumps = 0;
let gap = Date.now() - performance.now();
/** Not in front of anybody: the phone may sleep. A worker never is. */
let away = !("document" in globalThis);

/**
 * The phone's clock in milliseconds as if nobody had set it since this page was opened.
 *
 * `performance.now()` does not follow a clock that is set, but stands still while the phone sleeps.
 * So a step back is a clock that was set, and so is a step forward while the page was in front.
 * A step forward while it was away is sleep, most likely: what was known of the clock is no longer sure.
 */
export function steadyNow(): number {
  const wall = Date.now();
  const jump = wall - performance.now() - gap;
  gap += jump;
  if (jump < -JUMP_MS || (jump > JUMP_MS && !away)) jumps += jump;
  else if (jump > JUMP_MS) {
    session = uuid7(wall);
    verified = false;
  }
  return wall - jumps;
}

/** The page goes to the back or comes to the front. */
export function goAway(hidden: boolean): void {
  steadyNow();
  away = hidden;
}

/** Milliseconds to add to `steadyNow()` to get the server's time. */
async function clockOffset(): Promise<number> {
  offset ??= (await read("clockOffset")) ?? 0;
  return offset;
}

/** How this page reads the server's time at the moment. */
export async function clock(): Promise<Clock> {
  return { offset: await clockOffset(), session, verified };
}

/** The server's time in milliseconds, as far as the phone knows it. */
export async function serverNow(): Promise<number> {
  return steadyNow() + (await clockOffset());
}

/** The same without waiting; by the phone's clock until the store was read once. */
export const knownNow = (): number => steadyNow() + (offset ?? 0);

/** Learns from an answer's `Date` header; both moments are of `steadyNow()`. */
export async function learnClock(header: string | null, sentAt: number, receivedAt: number): Promise<void> {
  const learnt = readOffset(header, sentAt, receivedAt);
  if (learnt !== null) await setOffset(learnt);
}

/** Learns from the gateway's own words, RFC 3339 to the microsecond. */
export async function learnServerTime(serverTime: string): Promise<void> {
  await setOffset(Math.round(Date.parse(serverTime) - steadyNow()));
}

async function setOffset(learnt: number): Promise<void> {
  verified = true;
  if (learnt === offset) return;
  offset = learnt;
  // A full phone only loses the correction at the next start, whose clock knows no jumps.
  await keep("clockOffset", learnt - jumps).catch((error: unknown) => {
    if (!(error instanceof DOMException)) throw error;
  });
}
