import { go } from "../device/address";
import { placeOf } from "../device/position";
import { readySound, signal } from "../device/signal";
import type { VenueName } from "../rules/names";
import type { Point } from "../rules/place";
import type { Visit } from "../rules/visit";
import { read } from "../store/kept";
import { party, sizeOf } from "../store/party";
import { allVisits, openVisit } from "../store/visits";
import { checkIn, checkOut, NowhereToKeep } from "./check-in";
import { type Known, lookUp } from "./directories";

/** A QR that the phone itself can tell is no good. */
export type Bad = "revoked" | "forged";

/** What a screen already knows of the venue, from the gateway. */
export interface Seen {
  name: VenueName | null;
  point: Point | null;
}

/** Visits that found no room on a full phone, for the confirmation only. */
export const unkept = new Map<string, Visit>();

/**
 * The whole act at the door: refuse what the kept directory knows to be bad, note the visit, show the result.
 *
 * Returns why not, or null when the visitor sees the confirmation. Throws `NowhereToKeep`.
 */
export async function arrive(code: string, displayCode: string | null, seen?: Seen): Promise<Bad | null> {
  readySound();
  const known = await lookUp(code);
  if (known.kind === "revoked" || known.kind === "forged") {
    signal(false);
    return known.kind;
  }
  const along = party();
  try {
    const noted = await checkIn({
      venue: code,
      name: nameOf(known) ?? seen?.name ?? null,
      displayCode,
      place: placeOf(pointOf(known) ?? seen?.point ?? null),
      companions: along.names,
      party: sizeOf(along),
    });
    if (!noted.kept) unkept.set(noted.visit.id, noted.visit);
    go(`/#/result/${noted.visit.id}`);
    await leavePrevious(noted.visit);
    return null;
  } catch (error) {
    if (error instanceof NowhereToKeep) signal(false);
    throw error;
  }
}

/** Only for visitors who asked for it: coming here ends the stay before. */
async function leavePrevious(visit: Visit): Promise<void> {
  if (!(await read("leaveOnNext"))) return;
  const before = openVisit(
    (await allVisits()).filter(({ id }) => id !== visit.id),
    visit.enteredAt,
  );
  if (before && before.venue !== visit.venue) await checkOut(before.id, visit.enteredAt);
}

const nameOf = (known: Known): Visit["name"] =>
  known.kind === "venue" ? { ko: known.venue.ko, en: known.venue.en || known.venue.ko } : null;

function pointOf(known: Known): Point | null {
  if (known.kind !== "venue") return null;
  return toPoint(known.venue);
}

/** A place where both numbers are known. */
export function toPoint({
  latitude,
  longitude,
}: {
  latitude?: number | null;
  longitude?: number | null;
}): Point | null {
  return latitude == null || longitude == null ? null : { latitude, longitude };
}
