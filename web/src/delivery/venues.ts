import { type NameAnswer, readName, readPlace, type VenueName } from "../rules/names";
import type { Point } from "../rules/place";
import { StoreLost } from "../store/database";
import { allVisits } from "../store/visits";
import { type Known, lookUp } from "./directories";
import { ask, askJson, Problem, type Schemas } from "./gateway";

/** A QR that is no good, as the phone or the gateway can tell. */
export type Bad = "revoked" | "forged" | "closed" | "early" | "over";

const BAD_BY_PROBLEM: Record<string, Bad> = {
  "revoked-venue": "revoked",
  "closed-venue": "closed",
  "event-not-begun": "early",
  "event-over": "over",
};

/** What a visitor at the door sees of a venue; a null is not known here. */
export interface Seen {
  name: VenueName | null;
  point: Point | null;
  category: string | null;
  /** Its district and address, as far as they are known. */
  place: string | null;
  /** From the phone's own list, which has no addresses. */
  listed: boolean;
}

export type Found = ({ kind: "venue" } & Seen) | { kind: Bad };

const UNKNOWN: Seen = { name: null, point: null, category: null, place: null, listed: false };
const NOTHING: Found & { kind: "venue" } = { kind: "venue", ...UNKNOWN };

/** The phone's own directory first, then the gateway; with neither the name stays open. */
export async function findVenue(code: string): Promise<Found> {
  const known = await lookUp(code);
  if (known.kind === "revoked") return { kind: "revoked" };
  if (known.kind === "venue") return { kind: "venue", ...seenIn(known) };
  try {
    const venue = await askVenue(code);
    const place = readPlace(venue.district, venue.address);
    return {
      kind: "venue",
      name: readName(venue),
      point: toPoint(venue),
      category: venue.category,
      place,
      listed: false,
    };
  } catch (error) {
    const bad = error instanceof Problem ? (BAD_BY_PROBLEM[error.code] ?? null) : null;
    if (bad) return { kind: bad };
    if (error instanceof Problem && error.status === 404) return { kind: "forged" };
    if (known.kind === "closed") return { kind: "closed" };
    const name = await nameBefore(code);
    if (name) return { ...NOTHING, name };
    return known.kind === "forged" ? { kind: "forged" } : NOTHING;
  }
}

/** The venue's name at an earlier visit; null where there was none, or the store is out of reach. */
async function nameBefore(code: string): Promise<VenueName | null> {
  try {
    return (await allVisits()).find((visit) => visit.venue === code && visit.name)?.name ?? null;
  } catch (error) {
    if (error instanceof StoreLost) return null;
    throw error;
  }
}

/** Reports a QR that looks wrong; nothing in it says who reports. */
export async function reportCode(venue: string | null, reason: Schemas["CodeReportRequest"]["reason"]): Promise<void> {
  const body: Schemas["CodeReportRequest"] = venue ? { venue, reason } : { reason };
  await ask("post", "/v1/code-reports", { body });
}

/** The name of a venue, from the gateway alone. Throws `Unreachable` or `Problem`. */
export async function nameOfVenue(code: string): Promise<VenueName> {
  return readName(await askVenue(code));
}

/** What the phone's directory says of a venue; nothing where it does not hold it. */
export function seenIn(known: Known): Seen {
  if (known.kind !== "venue") return UNKNOWN;
  const { ko, en, category, district } = known.venue;
  return {
    name: { ko, en: en || ko },
    point: toPoint(known.venue),
    category: String(category),
    place: readPlace(district),
    listed: true,
  };
}

/** Where a venue is by the gateway, which knows the address too; null where it does not answer. */
export async function placeOf(code: string): Promise<string | null> {
  return askVenue(code).then(
    ({ district, address }) => readPlace(district, address),
    () => null,
  );
}

function askVenue(code: string): Promise<NameAnswer & Schemas["VenuePage"]> {
  return askJson("get", "/v1/venues/{code}", { fields: { name: "text", category: "text" } }, { at: { code } });
}

/** A place where both numbers are known. */
function toPoint({ latitude, longitude }: { latitude?: number | null; longitude?: number | null }): Point | null {
  return latitude == null || longitude == null ? null : { latitude, longitude };
}
