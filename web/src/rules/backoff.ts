const FIRST_MS = 2_000;
const LONGEST_MS = 300_000;

/**
 * Milliseconds until the next try after `failures` failed ones in a row.
 *
 * Doubles from 2 s to 5 min, spread by `random` in [0, 1) over half of it, so that a province coming back
 * from an outage does not knock at once. The server's own `Retry-After` (seconds) is the least.
 */
export function nextTry(failures: number, retryAfter: number | null, random = Math.random()): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.max(ceiling * (0.5 + random / 2), (retryAfter ?? 0) * 1000);
}
