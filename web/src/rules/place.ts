export type Place = "near" | "far" | "unknown";

export interface Point {
  latitude: number;
  longitude: number;
}

export interface Fix extends Point {
  /** Radius in metres within which the phone believes to be. */
  accuracy: number;
}

const EARTH_RADIUS = 6_371_008.8;
/** A large hall with its car park. */
const NEAR_METRES = 150;
const FAR_METRES = 400;
const USELESS_ACCURACY = 1_000;

/** Great-circle distance in metres (haversine). */
export function distance(a: Point, b: Point): number {
  const radians = Math.PI / 180;
  const dLatitude = (b.latitude - a.latitude) * radians;
  const dLongitude = (b.longitude - a.longitude) * radians;
  const h =
    Math.sin(dLatitude / 2) ** 2 +
    Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * Math.sin(dLongitude / 2) ** 2;
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The only thing about a place that leaves the phone. In doubt it is unknown. */
export function comparePlace(fix: Fix | null, venue: Point | null): Place {
  if (!fix || !venue || fix.accuracy > USELESS_ACCURACY) return "unknown";
  const metres = distance(fix, venue);
  if (metres - fix.accuracy <= NEAR_METRES) return "near";
  return metres - fix.accuracy > FAR_METRES ? "far" : "unknown";
}
