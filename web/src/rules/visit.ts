import type { Clock } from "./clock";
import type { VenueName } from "./names";
import type { Place } from "./place";

/** Seconds for which a gateway takes what belongs to a visit, counted from the arrival. */
export const LATEST_DELIVERY = 72 * 3600;

export type VisitState = "waiting" | "confirmed" | "refused";

export interface Refusal {
  code: string;
  title: string;
  detail: string;
}

/** A visit as the phone keeps it: the history entry, the receipt and the outbox entry in one record. */
export interface Visit {
  id: string;
  venue: string;
  name: VenueName | null;
  /** Epoch seconds by the server's clock as far as the phone knows it. */
  enteredAt: number;
  leftAt: number | null;
  /** How the phone read the server's time when `enteredAt` was taken, and `leftAt`. */
  clock: Clock;
  leftClock: Clock | null;
  /** The clock was changed between the visit and its delivery, and no difference puts it right. */
  uncertain: boolean;
  party: number;
  companions: string[];
  place: Place;
  displayCode: string | null;
  salt: string;
  commitment: string;
  state: VisitState;
  refusal: Refusal | null;
  out: "none" | "waiting" | "confirmed" | "refused";
  /** Until when a departure that may be taken back stays on the phone: epoch milliseconds of the phone's own clock. */
  heldUntil?: number;
  /** Present while something of this visit must still be sent; its index is the outbox. */
  due?: 1;
}
