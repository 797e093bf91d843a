import type { Visit } from "./visit";

const COLUMNS = [
  "id",
  "venue",
  "name",
  "entered_at",
  "left_at",
  "party",
  "companions",
  "state",
  "place",
  "salt",
  "commitment",
] as const;

/** One visit as its receipt and the export show it; times RFC 3339 in UTC. */
export function receipt(visit: Visit): Record<(typeof COLUMNS)[number], string | number | null> {
  return {
    id: visit.id,
    venue: visit.venue,
    name: visit.name?.ko ?? null,
    entered_at: new Date(visit.enteredAt * 1000).toISOString(),
    left_at: visit.leftAt === null ? null : new Date(visit.leftAt * 1000).toISOString(),
    party: visit.party,
    companions: visit.companions.join(", "),
    state: visit.state,
    place: visit.place,
    salt: visit.salt,
    commitment: visit.commitment,
  };
}

export function toJson(visits: Visit[]): string {
  return JSON.stringify({ format: "ansim-history-v1", visits: visits.map(receipt) }, null, 2);
}

/** CSV with a byte order mark, so that Hangul opens right; no cell can start a formula. */
export function toCsv(visits: Visit[]): string {
  const rows = visits.map(receipt).map((row) => COLUMNS.map((column) => cell(row[column])).join(","));
  return `\ufeff${COLUMNS.join(",")}\r\n${rows.map((row) => `${row}\r\n`).join("")}`;
}

function cell(value: string | number | null): string {
  const text = value === null ? "" : String(value);
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
