import { go } from "../device/address";
import { serverNow } from "../device/clock";
import { placeOf } from "../device/position";
import { readySound, signal } from "../device/signal";
import type { Visit } from "../rules/visit";
import { StoreLost } from "../store/database";
import { read } from "../store/kept";
import { party, resetParty, sizeOf } from "../store/party";
import { allVisits, openVisit } from "../store/visits";
import { checkIn, checkOut, NowhereToKeep } from "./check-in";
import { lookUp } from "./directories";
import { type Bad, type Seen, seenIn } from "./venues";

/** Visits that found no room on a full phone, for the confirmation only. */
export const unkept = new Map<string, Visit>();

/**
 * The whole act at the door: refuse what the kept directory knows to be bad, note the visit, show the result.
 *
 * Returns why not, or null when the visitor sees the confirmation. Throws `NowhereToKeep`.
 */
export async function arrive(code: string, displayCode: string | null, seen?: Seen): Promise<Bad | null> {
  readySound();
  // A second scan of the same door is most likely no second visit: the page asks.
  if (!seen && (await presentAt(code))) {
    go(`/v/${code}${displayCode ? `?d=${displayCode}` : ""}`);
    return null;
  }
  const known = await lookUp(code);
  // It may have opened again since the list was made: the page asks the gateway.
  if (known.kind === "closed" && !seen) {
    go(`/v/${code}${displayCode ? `?d=${displayCode}` : ""}`);
    return null;
  }
  if (known.kind === "revoked" || known.kind === "forged") {
    signal(false);
    return known.kind;
  }
  const here = seenIn(known);
  const along = party();
  try {
    const noted = await checkIn({
      venue: code,
      name: here.name ?? seen?.name ?? null,
      displayCode,
      place: placeOf(here.point ?? seen?.point ?? null),
      companions: along.names,
      party: sizeOf(along),
    });
    if (!noted.kept) unkept.set(noted.visit.id, noted.visit);
    resetParty();
    go(`/#/result/${noted.visit.id}`);
    await leavePrevious(noted.visit);
    return null;
  } catch (error) {
    if (error instanceof NowhereToKeep) signal(false);
    throw error;
  }
}

/** The visit of somebody who is at this venue already, as far as the phone can tell. */
export async function presentAt(code: string): Promise<Visit | null> {
  try {
    const visit = openVisit(await allVisits(), (await serverNow()) / 1000);
    return visit?.venue === code ? visit : null;
  } catch (error) {
    if (error instanceof StoreLost) return null;
    throw error;
  }
}

/** Only for visitors who asked for it: coming here ends the stay before. */
async function leavePrevious(visit: Visit): Promise<void> {
  if (unkept.has(visit.id) || !(await read("leaveOnNext"))) return;
  const before = openVisit(
    (await allVisits()).filter(({ id }) => id !== visit.id),
    visit.enteredAt,
  );
  if (before && before.venue !== visit.venue) await checkOut(before.id, visit.enteredAt);
}
