import type { Visit } from "../rules/visit";
import { announce } from "./changes";
import { type Database, inStore } from "./database";
import { keep, read } from "./kept";

/** Every visit the phone keeps, the latest first. */
export async function allVisits(): Promise<Visit[]> {
  return (await inStore((db) => db.getAllFromIndex("visits", "enteredAt"))).reverse();
}

export async function readVisit(id: string): Promise<Visit | undefined> {
  return inStore((db) => db.get("visits", id));
}

/** Visits of which something must still be sent, oldest first, at most `limit`. */
export async function dueVisits(limit: number): Promise<Visit[]> {
  return inStore((db) => db.getAllFromIndex("visits", "due", 1, limit));
}

/** How many visits wait to be sent, wholly or in part. */
export async function countDue(): Promise<number> {
  return inStore((db) => db.countFromIndex("visits", "due"));
}

/** Writes visits in one transaction. Throws `QuotaExceededError` (a DOMException) where the phone is full. */
export async function putVisits(visits: Visit[]): Promise<void> {
  await inStore((db) => putAll(db, visits));
  announce();
}

/** Adds visits that the phone does not hold yet; gives how many. */
export async function addVisits(visits: Visit[]): Promise<number> {
  const held = new Set(await inStore((db) => db.getAllKeys("visits")));
  const fresh = visits.filter((visit) => !held.has(visit.id));
  await putVisits(fresh);
  return fresh.length;
}

async function putAll(db: Database, visits: Visit[]): Promise<void> {
  const transaction = db.transaction("visits", "readwrite", { durability: "strict" });
  await Promise.all([...visits.map((visit) => transaction.store.put(settleDue(visit))), transaction.done]);
}

/** Changes one visit under the transaction's lock; does nothing where the visitor has erased it. */
export async function changeVisit(id: string, change: (visit: Visit) => Visit): Promise<Visit | undefined> {
  const changed = await inStore(async (db) => {
    const transaction = db.transaction("visits", "readwrite");
    const visit = await transaction.store.get(id);
    const wanted = visit && settleDue(change(visit));
    if (wanted) await transaction.store.put(wanted);
    await transaction.done;
    return wanted;
  });
  announce();
  return changed;
}

export async function eraseVisits(ids?: string[]): Promise<void> {
  await inStore(async (db) => {
    const transaction = db.transaction("visits", "readwrite");
    await Promise.all(ids ? ids.map((id) => transaction.store.delete(id)) : [transaction.store.clear()]);
    await transaction.done;
  });
  // A visit's id tells its time: it goes from what was told of exposures too.
  const told = Object.entries((await read("exposuresTold")) ?? {});
  if (told.length) await keep("exposuresTold", Object.fromEntries(told.filter(([id]) => ids && !ids.includes(id))));
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
