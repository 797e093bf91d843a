import type { Visit } from "./visit";

/** For so long a departure may be taken back. */
export const UNDO_MS = 8_000;
/** And so much longer it stays on the phone: what is just being taken back is never just being sent. */
const MARGIN_MS = 1_000;

/** Until when a departure of now stays on the phone. Milliseconds of the phone's own clock, as everywhere here. */
export const holdUntil = (now: number): number => now + UNDO_MS + MARGIN_MS;

/** For how long a departure still stays on the phone, whatever else is delivered; 0 where it may go. */
export function heldFor({ out, heldUntil }: Visit, now: number): number {
  const left = (heldUntil ?? 0) - now;
  // A clock that was set back would hold it for hours.
  return out === "waiting" && left > 0 && left <= UNDO_MS + MARGIN_MS ? left : 0;
}

/** Whether a departure is still the phone's alone, and may be taken back. */
export const mayBeTakenBack = (visit: Visit, now: number): boolean => heldFor(visit, now) > MARGIN_MS;

/**
 * What of the visits that wait goes now, as it goes, and after how many milliseconds more may (0: nothing is held).
 *
 * Who came and left before anything was delivered has come, as far as the gateway is told, until the departure may go.
 */
export function parting(due: Visit[], now: number): { entering: Visit[]; leaving: Visit[]; held: number } {
  const holds = due.map((visit) => heldFor(visit, now)).filter((left) => left > 0);
  return {
    entering: due.filter((visit) => visit.state === "waiting"),
    leaving: due.filter((visit) => visit.state !== "waiting" && !heldFor(visit, now)),
    held: holds.length ? Math.min(...holds) : 0,
  };
}
