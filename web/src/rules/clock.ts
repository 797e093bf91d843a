/** Below this the difference says more about the network and the header's whole seconds than about the clock. */
const TOLERANCE_MS = 2_000;

/**
 * Milliseconds to add to the phone's clock, judged by one answer's `Date` header.
 *
 * `sentAt` and `receivedAt` are the phone's own clock in milliseconds. The header is cut to whole seconds,
 * so half a second is added; the server wrote it about half-way through the exchange.
 */
export function readOffset(dateHeader: string | null, sentAt: number, receivedAt: number): number | null {
  const server = dateHeader ? Date.parse(dateHeader) : Number.NaN;
  if (Number.isNaN(server)) return null;
  const offset = Math.round(server + 500 - (sentAt + receivedAt) / 2);
  return Math.abs(offset) < TOLERANCE_MS ? 0 : offset;
}

/** How a page read the server's time when it noted a moment. */
export interface Clock {
  /** Milliseconds that were added to the phone's clock. */
  offset: number;
  /** The page's life, within which a clock that is set is noticed. */
  session: string;
  /** An answer in that life had confirmed the offset. */
  verified: boolean;
}

/** Less than this the gateway lets pass as well. */
const AGREEING_MS = 60_000;

/**
 * What a moment (epoch seconds) is worth by a later reading of the clock: seconds to add, and whether that is a guess.
 *
 * Within one life of the page the phone's clock ran evenly, so what was learnt later holds for the moment too.
 * A verified moment stands. From another life only agreement proves that the clock was the same one then:
 * where it differs, nobody knows whether it was set before the moment or after it, and only the future is ruled out.
 */
export function carryOver(moment: number, then: Clock, now: Clock, present: number): Carried {
  const difference = now.offset - then.offset;
  const same = then.session === now.session;
  if (Math.abs(difference) <= AGREEING_MS || !now.verified || (then.verified && !same)) return STAYS;
  const shift = Math.round(difference / 1000);
  if (same) return { shift, uncertain: false };
  const possible = [shift, 0].find((guess) => moment + guess <= present) ?? present - moment;
  return { shift: possible, uncertain: true };
}

export interface Carried {
  shift: number;
  uncertain: boolean;
}

export const STAYS: Carried = { shift: 0, uncertain: false };
