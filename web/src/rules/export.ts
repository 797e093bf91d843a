import { readCode } from "./codes";
import { hasShape } from "./shape";
import { isVisitId } from "./uuid7";
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
  "departure",
  "time_uncertain",
  "place",
  "salt",
  "commitment",
] as const;

type Cell = string | number | boolean | null;

/** One visit as its receipt and the export show it; times RFC 3339 in UTC. */
export function receipt(visit: Visit): Record<(typeof COLUMNS)[number], Cell> {
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
    departure: visit.out,
    // What waits by a clock that no answer has confirmed: another phone can't put it right any more.
    time_uncertain: visit.uncertain || (visit.state === "waiting" && !visit.clock.verified),
    place: visit.place,
    salt: visit.salt,
    commitment: visit.commitment,
  };
}

const FORMAT = "ansim-history-v1";

export function toJson(visits: Visit[]): string {
  const rows = visits.map((visit) => ({ ...receipt(visit), companions: visit.companions }));
  return JSON.stringify({ format: FORMAT, visits: rows }, null, 2);
}

/** CSV with a byte order mark, so that Hangul opens right; no cell can start a formula. */
export function toCsv(visits: Visit[]): string {
  const rows = visits.map(receipt).map((row) => COLUMNS.map((column) => cell(row[column])).join(","));
  return `\ufeff${COLUMNS.join(",")}\r\n${rows.map((row) => `${row}\r\n`).join("")}`;
}

function cell(value: Cell): string {
  const text = value === null ? "" : String(value);
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

const STATES = ["waiting", "confirmed", "refused"] as const;
const PLACES = ["near", "far", "unknown"] as const;
const DEPARTURES = ["none", "waiting", "confirmed", "refused"] as const;
const MOST_PARTY = 50;
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

/** The visits of an exported file as a phone keeps them, each once, or null where it is no such file. */
export function fromJson(text: string): Visit[] | null {
  let file: { format?: unknown; visits?: unknown };
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return null;
  }
  if (file?.format !== FORMAT || !hasShape(file.visits, NEEDED)) return null;
  const rows = file.visits as Exported[];
  if (!rows.every((row) => isVisitId(row.id) && readCode(row.venue))) return null;
  return [...new Map(rows.map((row) => [row.id, restore(row)])).values()];
}

/** A row as it is read: what `NEEDED` names is there, anything else may be missing or of any kind. */
interface Exported {
  id: string;
  venue: string;
  entered_at: string;
  salt: string;
  commitment: string;
  state: Visit["state"];
  place: Visit["place"];
  [other: string]: unknown;
}

function restore(row: Exported): Visit {
  const seconds = (moment: unknown): number => Math.floor(Date.parse(String(moment)) / 1000);
  const left = seconds(row.left_at);
  const leftAt = Number.isNaN(left) || left < seconds(row.entered_at) ? null : left;
  const out = DEPARTURES.find((state) => state === row.departure);
  return {
    id: row.id,
    venue: readCode(row.venue)!,
    name: typeof row.name === "string" && row.name ? { ko: row.name, en: text(row.name_en) || row.name } : null,
    enteredAt: seconds(row.entered_at),
    leftAt,
    // This phone's clock says nothing of the one by which the moment was noted: it is sent as it stands.
    clock: { offset: 0, session: "imported", verified: true },
    leftClock: null,
    uncertain: row.state === "waiting" ? row.time_uncertain !== false : row.time_uncertain === true,
    party: Math.min(MOST_PARTY, Math.max(0, Math.floor(Number(row.party)) || 0)),
    companions: names(row.companions),
    place: row.place,
    displayCode: null,
    salt: row.salt,
    commitment: row.commitment,
    state: row.state,
    refusal: null,
    out: leftAt === null ? "none" : (out ?? (row.state === "waiting" ? "waiting" : "confirmed")),
  };
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** A list, or the one line that earlier exports wrote. */
function names(value: unknown): string[] {
  const found: unknown[] = Array.isArray(value) ? value : text(value).split(", ");
  return found.filter((name): name is string => typeof name === "string" && name !== "");
}
