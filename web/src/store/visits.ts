import type { Visit } from "../rules/visit";
import { announce } from "./changes";
import { database } from "./database";

/** Every visit the phone keeps, the latest first. */
export async function allVisits(): Promise<Visit[]> {
  return (await (await database()).getAllFromIndex("visits", "enteredAt")).reverse();
}

export async function readVisit(id: string): Promise<Visit | undefined> {
  return (await database()).get("visits", id);
}

/** Visits of which something must still be sent, oldest first, at most `limit`. */
export async function dueVisits(limit: number): Promise<Visit[]> {
  return (await database()).getAllFromIndex("visits", "due", 1, limit);
}

/** Writes visits in one transaction. Throws `QuotaExceededError` (a DOMException) where the phone is full. */
export async function putVisits(visits: Visit[]): Promise<void> {
  const transaction = (await database()).transaction("visits", "readwrite", { durability: "strict" });
  await Promise.all([...visits.map((visit) => transaction.store.put(settleDue(visit))), transaction.done]);
  announce();
}

/** Changes one visit under the transaction's lock; does nothing where the visitor has erased it. */
export async function changeVisit(id: string, change: (visit: Visit) => Visit): Promise<Visit | undefined> {
  const transaction = (await database()).transaction("visits", "readwrite");
  const visit = await transaction.store.get(id);
  const changed = visit && settleDue(change(visit));
  if (changed) await transaction.store.put(changed);
  await transaction.done;
  announce();
  return changed;
}

export async function eraseVisits(ids?: string[]): Promise<void> {
  const transaction = (await database()).transaction("visits", "readwrite");
  await Promise.all(ids ? ids.map((id) => transaction.store.delete(id)) : [transaction.store.clear()]);
  await transaction.done;
  announce();
}

/** A visit is due while its check-in waits, or its check-out waits behind a confirmed check-in. */
function settleDue(visit: Visit): Visit {
  const { due: _, ...rest } = visit;
  const waits = visit.state === "waiting" || (visit.state === "confirmed" && visit.out === "waiting");
  return waits ? { ...rest, due: 1 } : rest;
}

/** The visit that the visitor is at, as far as the phone can tell: the latest without an end, within half a day. */
export function openVisit(visits: Visit[], seconds: number): Visit | null {
  const latest = visits.find((visit) => visit.state !== "refused");
  return latest && latest.leftAt === null && seconds - latest.enteredAt < 12 * 3600 ? latest : null;
}
