/** A venue's name as the phone keeps it. */
export interface VenueName {
  ko: string;
  en: string;
}

/** How the gateway names a venue: the house, and the room where the code hangs in one. */
export interface NameAnswer {
  name: string;
  name_en: string;
  zone?: string | null;
  zone_en?: string | null;
}

/** Where a venue is, as far as one knows it: the district first, unless the address says it. */
export function readPlace(district?: string | null, address?: string | null): string | null {
  // A venue of no district stands under "-".
  const area = district === "-" ? "" : (district ?? "");
  const street = address ?? "";
  if (!area || street.includes(area)) return street || null;
  return street ? `${area} ${street}` : area;
}

/** House and room in one line, in Korean and in Latin letters (Korean where there is no other name). */
export function readName({ name, name_en, zone, zone_en }: NameAnswer): VenueName {
  const join = (house: string, room: string | null | undefined): string => (room ? `${house} · ${room}` : house);
  return { ko: join(name, zone), en: join(name_en || name, zone_en || zone) };
}
