import { hasShape } from "./shape";
import type { Visit } from "./visit";

const COLUMNS = [
  "id",
  "venue",
  "name",
  "name_en",
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
    name_en: visit.name?.en ?? null,
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

const FORMAT = "ansim-history-v1";

export function toJson(visits: Visit[]): string {
  return JSON.stringify({ format: FORMAT, visits: visits.map(receipt) }, null, 2);
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

const STATES = ["waiting", "confirmed", "refused"] as const;
const PLACES = ["near", "far", "unknown"] as const;
const NEEDED = {
  each: {
    id: "text",
    venue: "text",
    entered_at: "moment",
    salt: "text",
    commitment: "text",
    state: STATES,
    place: PLACES,
  },
} as const;

/** The visits of an exported file as a phone keeps them, or null where it is no such file. */
export function fromJson(text: string): Visit[] | null {
  let file: { format?: unknown; visits?: unknown };
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return null;
  }
  if (file?.format !== FORMAT || !hasShape(file.visits, NEEDED)) return null;
  return (file.visits as Exported[]).map(restore);
}

type Exported = ReturnType<typeof receipt>;

function restore(row: Exported): Visit {
  const seconds = (moment: string | number | null): number => Math.floor(Date.parse(String(moment)) / 1000);
  const name = row.name ? { ko: String(row.name), en: String(row.name_en || row.name) } : null;
  const state = row.state as Visit["state"];
  const leftAt = row.left_at ? seconds(row.left_at) : null;
  return {
    id: String(row.id),
    venue: String(row.venue),
    name,
    enteredAt: seconds(row.entered_at),
    leftAt,
    // Whatever still waits is sent from here too: the id makes that harmless, and the clock of then is not known.
    clock: { offset: 0, session: "imported", verified: state !== "waiting" },
    leftClock: null,
    uncertain: false,
    party: Number(row.party) || 0,
    companions: row.companions ? String(row.companions).split(", ") : [],
    place: row.place as Visit["place"],
    displayCode: null,
    salt: String(row.salt),
    commitment: String(row.commitment),
    state,
    refusal: null,
    out: leftAt === null ? "none" : state === "waiting" ? "waiting" : "confirmed",
  };
}
