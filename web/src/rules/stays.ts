/**
 * Stays in epoch seconds, half-open: what the server's tracing says of them, said here the same way
 * (tests/vectors/golden.json is read by both).
 */
export interface Stay {
  entered: number;
  left: number;
}

/** The end of a stay: its check-out, else the earliest of what bounds it; never before the entry. */
export function imputedEnd(
  entered: number,
  left: number | null,
  nextElsewhere: number | null,
  travel: number,
  closing: number | null,
  dwell: number,
): number {
  if (left !== null) return left;
  const bounds = [entered + dwell];
  if (nextElsewhere !== null) bounds.push(nextElsewhere - travel);
  if (closing !== null) bounds.push(closing);
  return Math.max(entered, Math.min(...bounds));
}

/** Two scans of one door are one presence: stays that overlap, touch, or lie no more than `gap` apart, made one. */
export function united(stays: Stay[], gap = 0): Stay[] {
  const found: Stay[] = [];
  for (const { entered, left } of [...stays].sort((one, other) => one.entered - other.entered)) {
    const last = found[found.length - 1];
    if (last && entered <= last.left + gap) last.left = Math.max(last.left, left);
    else found.push({ entered, left });
  }
  return found;
}

/** Seconds that stays share in all; the air of the case's lingers for `residual`. 0 below the minimum. */
export function sharedSeconds(ofCase: Stay[], ofContact: Stay[], residual = 0, minimum = 1): number {
  let seconds = 0;
  const theirs = united(ofContact);
  const lasting = united(ofCase).filter((one) => one.left > one.entered);
  for (const one of united(lasting, residual)) {
    for (const other of theirs) {
      seconds += Math.max(0, Math.min(one.left + residual, other.left) - Math.max(one.entered, other.entered));
    }
  }
  return seconds >= Math.max(minimum, 1) ? seconds : 0;
}

const HOUR = 3600;
const KOREA = 9 * HOUR;
const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 1000 - KOREA;

/** When a case was infectious: hours before the anchor day count from its first second, those after from its last. */
export function infectiousWindow(anchor: string, startHours: number, endHours: number | null, today: string): Stay {
  const entered = midnight(anchor) + startHours * HOUR;
  const left = endHours === null ? midnight(today) + 24 * HOUR : midnight(anchor) + (24 + endHours) * HOUR;
  return { entered, left: Math.max(left, entered + 24 * HOUR) };
}

export type Classification = "close" | "undecided" | "casual" | "unlikely";

/** What a contact may be called, from P(shared `minutes`) and P(shared a minute); `minutes` null: no least time. */
export function classify(
  minutes: number | null,
  chanceOfMinutes: number,
  chanceOfAny: number,
  byTime = true,
): Classification {
  if (chanceOfAny < 0.05) return "unlikely";
  if (!byTime) return "undecided";
  return (minutes === null ? chanceOfAny : chanceOfMinutes) >= 0.5 ? "close" : "casual";
}
