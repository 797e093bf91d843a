import { comparePlace, type Fix, type Place, type Point } from "../rules/place";

const FRESH_MS = 120_000;
let last: { fix: Fix; at: number } | null = null;
let watching: number | null = null;

/** Keeps the phone's place at hand while a scan may come, so that a check-in never waits for it. */
export function startPosition(): void {
  if (watching !== null || !navigator.geolocation) return;
  watching = navigator.geolocation.watchPosition(
    ({ coords: { latitude, longitude, accuracy } }) => {
      last = { fix: { latitude, longitude, accuracy }, at: Date.now() };
    },
    () => {
      // Refused, or no fix: the place is unknown.
      last = null;
    },
    { enableHighAccuracy: true, maximumAge: FRESH_MS },
  );
}

export function stopPosition(): void {
  if (watching !== null) navigator.geolocation.clearWatch(watching);
  watching = null;
}

/** Compares on the phone; the position itself goes nowhere and is not kept. */
export function placeOf(venue: Point | null): Place {
  const fresh = last && Date.now() - last.at <= FRESH_MS ? last.fix : null;
  return comparePlace(fresh, venue);
}
