import { sha256, toBase64url, utf8 } from "./base64url";
import { openJws, type PublicJwk } from "./jws";

/** One row of a district's signed directory. The code itself is not in it: one must have stood at the door. */
export interface DirectoryVenue {
  /** base64url of SHA-256(code)[:8]. */
  key: string;
  district: string;
  ko: string;
  en: string;
  category: number | string;
  latitude: number | null;
  longitude: number | null;
  revoked: boolean;
  /** Closed, or its event is over; it may open again under the same code. */
  closed?: boolean;
}

export interface Directory {
  district: string;
  version: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  venues: DirectoryVenue[];
}

type Row = [string, string, string, number | string, number | null, number | null];

/** How a scanned code is looked up in a directory. */
export async function directoryKey(code: string): Promise<string> {
  return toBase64url((await sha256(utf8(code))).slice(0, 8));
}

/** The directory in a signed file, or null where the signature, the district or the shape is not right. */
export async function openDirectory(token: string, keys: PublicJwk[], district: string): Promise<Directory | null> {
  const payload = (await openJws(token, keys)) as {
    district?: unknown;
    version?: unknown;
    expires_at?: unknown;
    venues?: unknown;
    revoked?: unknown;
    closed?: unknown;
  } | null;
  if (!payload || payload.district !== district || !Array.isArray(payload.venues)) return null;
  const expiresAt =
    typeof payload.expires_at === "number" ? payload.expires_at * 1000 : Date.parse(String(payload.expires_at));
  if (Number.isNaN(expiresAt)) return null;
  const venues = (payload.venues as Row[]).map(([key, ko, en, category, latitude, longitude]) => ({
    key,
    district,
    ko,
    en,
    category,
    latitude,
    longitude,
    revoked: false,
  }));
  const dead = keysIn(payload.revoked).map((key) => unused(key, district));
  const closed = keysIn(payload.closed).map((key) => ({ ...unused(key, district), closed: true }));
  return { district, version: String(payload.version), expiresAt, venues: [...venues, ...dead, ...closed] };
}

function keysIn(listed: unknown): string[] {
  return Array.isArray(listed) ? (listed as string[]) : [];
}

/** A code that checks nobody in: a directory says no more of it. */
function unused(key: string, district: string): DirectoryVenue {
  return { key, district, ko: "", en: "", category: 99, latitude: null, longitude: null, revoked: true };
}
