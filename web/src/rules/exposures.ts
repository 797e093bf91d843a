import { fromBase64url, utf8 } from "./base64url";
import { openJws, type PublicJwk } from "./jws";
import { imputedEnd, type Stay } from "./stays";

/** What somebody who was there is asked to do, the gravest first; what this app does not know is "ask". */
export const ADVICE = ["test", "watch", "ask"] as const;
export type Advice = (typeof ADVICE)[number];
/** What may be said of the disease: a group of many, or nothing. */
export const GROUPS = ["unsaid", "airways", "gut"] as const;
export type Group = (typeof GROUPS)[number];

/** The signed list of the days that the feed holds, with the version of each one's file. */
export interface FeedList {
  /** Milliseconds since the epoch. */
  issuedAt: number;
  expiresAt: number;
  slotSeconds: number;
  feedDays: number;
  days: [day: string, version: string][];
}

/** The feed as the phone keeps it: days by their name, with their entries in base64url. */
export interface Feed extends Omit<FeedList, "days"> {
  days: Record<string, { version: string; entries: string }>;
  /** Milliseconds, server's clock: when the phone last had every day of it. */
  checkedAt: number;
}

/** One visit of this phone's history that lies in published hours. */
export interface Exposure {
  visit: string;
  /** The published hours that the visit touches, epoch seconds. */
  from: number;
  until: number;
  advice: Advice;
  group: Group;
  /** False: only where the visitor, who noted no departure, stayed on. */
  sure: boolean;
  /** Epoch seconds at which it leaves the feed. */
  ends: number;
}

interface Visited {
  id: string;
  venue: string;
  enteredAt: number;
  leftAt: number | null;
}

type SaidList = Partial<Record<"issued_at" | "expires_at" | "slot_seconds" | "feed_days" | "days", unknown>>;

const PURPOSE = "ansim-exposure-v1";
const ENTRY = 8;
const KEY = 7;
const DAY = 86_400;
/** Korea keeps one time all the year. */
const KOREA = 9 * 3600;
const WAY = 120;
const LONGEST = 4 * 3600;

/** The list in a signed file, or null where the signature or the shape is not right. */
export async function openFeedList(token: string, keys: PublicJwk[]): Promise<FeedList | null> {
  const said = (await openJws(token, keys)) as SaidList | null;
  if (!said || !Array.isArray(said.days)) return null;
  const [issuedAt, expiresAt] = [said.issued_at, said.expires_at].map((at) => Date.parse(String(at)));
  const [slotSeconds, feedDays] = [Number(said.slot_seconds), Number(said.feed_days)];
  if (![issuedAt, expiresAt, feedDays].every(Number.isFinite) || !(slotSeconds >= 60) || DAY % slotSeconds) return null;
  const days = said.days as FeedList["days"];
  return { issuedAt: issuedAt!, expiresAt: expiresAt!, slotSeconds, feedDays, days };
}

/** The entries of a day in a signed file, base64url, or null where it is not that version of that day. */
export async function openFeedDay(
  token: string,
  keys: PublicJwk[],
  day: string,
  version: string,
): Promise<string | null> {
  const said = (await openJws(token, keys)) as { day?: unknown; version?: unknown; entries?: unknown } | null;
  if (said?.day !== day || said.version !== version || typeof said.entries !== "string") return null;
  return said.entries;
}

/** Which visits lie in published hours, the latest first; worked out on the phone alone. */
export async function exposuresIn(history: Visited[], feed: Feed, now: number): Promise<Exposure[]> {
  const reader = new FeedReader(feed);
  const found: Exposure[] = [];
  for (const [visit, sure, possible] of staysOf(history, now)) {
    const exposure = await reader.exposure(visit, sure, possible);
    if (exposure && exposure.ends > now) found.push(exposure);
  }
  return found.sort((one, other) => other.from - one.from);
}

/** Each visit with how long it lasted for sure, and how long it may have lasted. */
function staysOf(history: Visited[], now: number): [Visited, Stay, Stay][] {
  const ordered = [...history].sort((one, other) => one.enteredAt - other.enteredAt);
  return ordered.map((visit, place) => {
    const next = ordered
      .slice(place + 1)
      .find((later) => later.venue !== visit.venue && later.enteredAt > visit.enteredAt);
    const entered = visit.enteredAt;
    const last = imputedEnd(entered, visit.leftAt, next?.enteredAt ?? null, WAY, Math.max(now, entered), LONGEST);
    // Whoever checked in stood there at that second, whatever came after.
    return [
      visit,
      { entered, left: Math.max(entered + 1, visit.leftAt ?? 0) },
      { entered, left: Math.max(entered + 1, last) },
    ];
  });
}

interface Told {
  advice: number;
  group: number;
}

/** What was looked up in this life of the page: screens ask again at every change of the store. */
const lookedUp = new Map<string, Told | null>();
const MOST_KEPT = 5_000;

/** Looks slots of visits up in a feed. */
class FeedReader {
  private readonly keys = new Map<string, Promise<CryptoKey>>();
  private readonly entries = new Map<string, Uint8Array>();

  constructor(private readonly feed: Feed) {}

  async exposure(visit: Visited, sure: Stay, possible: Stay): Promise<Exposure | null> {
    const slot = this.feed.slotSeconds;
    const touched: { at: number; told: Told }[] = [];
    for (let at = Math.floor((possible.entered + KOREA) / slot) * slot - KOREA; at < possible.left; at += slot) {
      const told = await this.told(visit.venue, at);
      if (told) touched.push({ at, told });
    }
    const last = touched[touched.length - 1];
    if (!last) return null;
    const advice = Math.min(...touched.map(({ told }) => (ADVICE[told.advice - 1] ? told.advice : ADVICE.length)));
    const groups = new Set(touched.map(({ told }) => GROUPS[told.group] ?? "unsaid"));
    return {
      visit: visit.id,
      from: touched[0]!.at,
      until: last.at + slot,
      advice: ADVICE[advice - 1]!,
      group: groups.size === 1 ? [...groups][0]! : "unsaid",
      sure: touched.some(({ at }) => at < sure.left),
      ends: midnight(last.at) + (this.feed.feedDays + 1) * DAY,
    };
  }

  /** What the feed says of a code in the slot that begins then. */
  private async told(code: string, at: number): Promise<Told | null> {
    const day = new Date((at + KOREA) * 1000).toISOString().slice(0, 10);
    const held = this.feed.days[day];
    if (!held) return null;
    const asked = `${code} ${at} ${day} ${held.version}`;
    let told = lookedUp.get(asked);
    if (told === undefined) {
      told = await this.lookUp(code, at, day, held.entries);
      if (lookedUp.size >= MOST_KEPT) lookedUp.clear();
      lookedUp.set(asked, told);
    }
    return told;
  }

  private async lookUp(code: string, at: number, day: string, packed: string): Promise<Told | null> {
    const entries = this.entries.get(day) ?? fromBase64url(packed);
    this.entries.set(day, entries);
    const number = (at - midnight(at)) / this.feed.slotSeconds;
    const mac = new Uint8Array(
      await crypto.subtle.sign("HMAC", await this.keyOf(code), utf8(`${PURPOSE}\n${day}\n${number}`)),
    );
    const hidden = find(entries, mac);
    if (hidden === null) return null;
    const plain = hidden ^ mac[KEY]!;
    return { advice: plain & 15, group: plain >> 4 };
  }

  private keyOf(code: string): Promise<CryptoKey> {
    const known =
      this.keys.get(code) ??
      crypto.subtle.importKey("raw", utf8(code), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    this.keys.set(code, known);
    return known;
  }
}

/** The hidden byte of the entry that a code's HMAC begins with: entries are sorted. */
function find(entries: Uint8Array, mac: Uint8Array): number | null {
  let [low, high] = [0, Math.floor(entries.length / ENTRY)];
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compare(entries, middle * ENTRY, mac);
    if (order === 0) return entries[middle * ENTRY + KEY]!;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return null;
}

function compare(entries: Uint8Array, start: number, mac: Uint8Array): number {
  for (let index = 0; index < KEY; index++) {
    const difference = entries[start + index]! - mac[index]!;
    if (difference) return difference;
  }
  return 0;
}

const midnight = (at: number): number => Math.floor((at + KOREA) / DAY) * DAY - KOREA;
