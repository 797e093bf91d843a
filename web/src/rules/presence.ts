import { type Classification, classify, imputedEnd, type Stay, sharedSeconds } from "./stays";

const WAY = 120;
const LONGEST = 4 * 3600;
const CLOSE_MINUTES = 15;

interface Visited {
  venue: string;
  enteredAt: number;
  leftAt: number | null;
}

export interface Presence {
  /** Seconds within the window by noted departures, and with those that nobody noted as long as they may have been. */
  sure: number;
  possible: number;
  classification: Classification;
}

/**
 * Whether somebody was at a venue within a window, by their own history.
 *
 * A visit without a departure lasts until the next later check-in elsewhere, until now, four hours at most.
 * Where only that makes it long enough the chance is called even, so that in doubt one asks rather than not.
 * Of two check-ins in the same second nobody knows which came last, so neither ends the other.
 */
export function presenceAt(history: Visited[], venue: string, window: Stay, now = Date.now() / 1000): Presence {
  const ordered = [...history].sort((one, other) => one.enteredAt - other.enteredAt);
  const stays = (counts: (visit: Visited) => boolean): Stay[] =>
    ordered.flatMap((visit, place) => {
      if (visit.venue !== venue || !counts(visit)) return [];
      const elsewhere = (later: Visited): boolean => later.venue !== venue && later.enteredAt > visit.enteredAt;
      const next = ordered.slice(place + 1).find(elsewhere)?.enteredAt ?? null;
      return [{ entered: visit.enteredAt, left: imputedEnd(visit.enteredAt, visit.leftAt, next, WAY, now, LONGEST) }];
    });
  const sure = sharedSeconds(
    stays((visit) => visit.leftAt !== null),
    [window],
  );
  const possible = sharedSeconds(
    stays(() => true),
    [window],
  );
  const chance = (least: number): number => (sure >= least ? 1 : possible >= least ? 0.5 : 0);
  return { sure, possible, classification: classify(CLOSE_MINUTES, chance(CLOSE_MINUTES * 60), chance(1)) };
}

/** The seconds from one time of a day to another, the next day's where it is not later; by the phone's clock. */
export function windowOf(day: string, from: string, to: string): Stay | null {
  const [entered, left] = [from, to].map((time) => new Date(`${day}T${time}:00`).getTime() / 1000) as [number, number];
  if (Number.isNaN(entered) || Number.isNaN(left)) return null;
  return { entered, left: left > entered ? left : left + 24 * 3600 };
}
