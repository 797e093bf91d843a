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
