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

/** House and room in one line, in Korean and in Latin letters (Korean where there is no other name). */
export function readName({ name, name_en, zone, zone_en }: NameAnswer): VenueName {
  const join = (house: string, room: string | null | undefined): string => (room ? `${house} · ${room}` : house);
  return { ko: join(name, zone), en: join(name_en || name, zone_en || zone) };
}
