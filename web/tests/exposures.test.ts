import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { type Advice, exposuresIn, type Feed, type Group, openFeedDay, openFeedList } from "../src/rules/exposures";
import type { PublicJwk } from "../src/rules/jws";

interface Vectors {
  days: Record<string, string>;
  stays: { why: string; code: string; entered: number; left: number; found: [string, number, number, number][] }[];
  signed: { key: PublicJwk; listing: string; days: Record<string, string> };
}

/** The same file that tests/unit/domain/test_exposure_feed.py reads. */
const vectors = JSON.parse(
  readFileSync(new URL("../../tests/vectors/exposures.json", import.meta.url), "utf8"),
) as Vectors;
const ADVICE: Advice[] = ["test", "watch", "ask"];
const GROUPS: Group[] = ["unsaid", "airways", "gut"];
const days = Object.fromEntries(Object.entries(vectors.days).map(([day, entries]) => [day, { version: "v", entries }]));
const feed: Feed = { issuedAt: 0, expiresAt: 0, slotSeconds: 3600, feedDays: 14, days, checkedAt: 0 };
const seconds = (text: string): number => Date.parse(`${text}+09:00`) / 1000;
const NOW = seconds("2026-11-28T12:00:00");
const CAFE = "7Q2M4X9KTB3HW5ZD";
const visit = (id: string, venue: string, entered: string, left: string | null = null) => ({
  id,
  venue,
  enteredAt: seconds(entered),
  leftAt: left === null ? null : seconds(left),
});

test.each(vectors.stays)("a stay is matched as the server's rules match it: $why", async (stay) => {
  const history = [{ id: "a", venue: stay.code, enteredAt: stay.entered, leftAt: stay.left }];
  const found = await exposuresIn(history, feed, NOW);
  if (!stay.found.length) return expect(found).toEqual([]);
  const at = ([day, slot]: [string, number, number, number]): number => seconds(`${day}T00:00:00`) + slot * 3600;
  expect(found).toEqual([
    {
      visit: "a",
      from: at(stay.found[0]!),
      until: at(stay.found[stay.found.length - 1]!) + 3600,
      advice: ADVICE[stay.found[0]![2] - 1],
      group: GROUPS[stay.found[0]![3]],
      sure: true,
      ends: seconds(`${stay.found[stay.found.length - 1]![0]}T00:00:00`) + 15 * 86_400,
    },
  ]);
});

test("the phone's time zone changes nothing", async () => {
  const zone = process.env.TZ;
  for (const elsewhere of ["America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kathmandu"]) {
    process.env.TZ = elsewhere;
    const found = await exposuresIn([visit("a", CAFE, "2026-11-27T10:10:00", "2026-11-27T10:50:00")], feed, NOW);
    expect(found.map(({ from }) => from)).toEqual([seconds("2026-11-27T10:00:00")]);
  }
  process.env.TZ = zone;
});

test("without a departure a visit may have lasted, until the next place and four hours at most, and that is said", async () => {
  const open = visit("a", CAFE, "2026-11-27T09:30:00");
  const until = async (...later: ReturnType<typeof visit>[]) => (await exposuresIn([open, ...later], feed, NOW))[0];
  expect(await until()).toMatchObject({ from: seconds("2026-11-27T10:00:00"), sure: false });
  expect(await until(visit("b", "0000000000000000", "2026-11-27T10:01:00"))).toBeUndefined();
  expect(await until(visit("b", "0000000000000000", "2026-11-27T10:30:00"))).toMatchObject({ sure: false });
  const long = visit("c", CAFE, "2026-11-27T05:30:00");
  expect(await exposuresIn([long], feed, NOW)).toEqual([]);
  const within = visit("d", CAFE, "2026-11-27T11:59:59");
  expect(await exposuresIn([within], feed, NOW)).toMatchObject([{ sure: true }]);
});

test("the graver advice counts, and a group only where all have it", async () => {
  // Two hours of one stay from two exposures: the last byte of an entry is hidden under the HMAC's eighth.
  const changed = structuredClone(feed);
  const entries = Buffer.from(changed.days["2026-11-27"]!.entries, "base64url");
  const { createHmac } = await import("node:crypto");
  const mac = createHmac("sha256", CAFE).update("ansim-exposure-v1\n2026-11-27\n11").digest();
  const at = [...Array(entries.length / 8).keys()].find((row) =>
    entries.subarray(row * 8, row * 8 + 7).equals(mac.subarray(0, 7)),
  )!;
  const stay = [visit("a", CAFE, "2026-11-27T10:10:00", "2026-11-27T11:50:00")];
  const told = async (byte: number) => {
    entries[at * 8 + 7] = mac[7]! ^ byte;
    changed.days["2026-11-27"] = { version: `v${byte}`, entries: entries.toString("base64url") };
    const [{ advice, group } = { advice: "", group: "" }] = await exposuresIn(stay, changed, NOW);
    return `${advice} ${group}`;
  };
  expect(await told(0x13)).toBe("test airways");
  expect(await told(0x23)).toBe("test unsaid");
  expect(await told(0x9c)).toBe("test unsaid");
  const [alone] = await exposuresIn([visit("b", CAFE, "2026-11-27T11:10:00", "2026-11-27T11:50:00")], changed, NOW);
  expect(alone).toMatchObject({ advice: "ask", group: "unsaid" });
});

test("what has left the feed is shown no more, also where no newer feed came", async () => {
  const history = [visit("a", CAFE, "2026-11-27T10:10:00", "2026-11-27T10:50:00")];
  expect(await exposuresIn(history, feed, seconds("2026-12-11T23:59:59"))).toHaveLength(1);
  expect(await exposuresIn(history, feed, seconds("2026-12-12T00:00:00"))).toEqual([]);
});

test("a thousand visits of other places match nothing", async () => {
  const history = Array.from({ length: 1000 }, (_, number) =>
    visit(String(number), `${String(number).padStart(16, "0")}`, "2026-11-27T10:10:00", "2026-11-27T11:50:00"),
  );
  expect(await exposuresIn(history, feed, NOW)).toEqual([]);
});

test("the signed list and its days are read, and nothing that was changed", async () => {
  const { key, listing, days: files } = vectors.signed;
  const list = (await openFeedList(listing, [key]))!;
  expect(list).toMatchObject({ slotSeconds: 3600, feedDays: 14, expiresAt: Date.parse("2026-11-30T03:00:00Z") });
  for (const [day, version] of list.days) {
    expect(await openFeedDay(files[day]!, [key], day, version)).toBe(vectors.days[day]);
    expect(await openFeedDay(files[day]!, [key], "2026-11-01", version)).toBeNull();
    expect(await openFeedDay(files[day]!, [key], day, "another")).toBeNull();
    expect(await openFeedList(files[day]!, [key])).toBeNull();
    expect(await openFeedDay(listing, [key], day, version)).toBeNull();
  }
  const [head, body, signature] = listing.split(".") as [string, string, string];
  const other = `${body[0] === "e" ? "f" : "e"}${body.slice(1)}`;
  for (const forged of [`${head}.${other}.${signature}`, `${head}.${body}.`, `${head}.${body}`, "", "a.b.c"])
    expect(await openFeedList(forged, [key])).toBeNull();
  expect(await openFeedList(listing, [])).toBeNull();
  expect(await openFeedList(listing, [{ ...key, x: "A".repeat(43) }])).toBeNull();
});

test("a browser that knows no Ed25519 checks with the library", async () => {
  const known = crypto.subtle.importKey.bind(crypto.subtle);
  const without = ((form: "jwk", jwk: JsonWebKey, scheme: AlgorithmIdentifier, ...rest: [boolean, KeyUsage[]]) =>
    (scheme as Algorithm).name === "Ed25519"
      ? Promise.reject(new DOMException("unknown", "NotSupportedError"))
      : known(form, jwk, scheme, ...rest)) as typeof crypto.subtle.importKey;
  crypto.subtle.importKey = without;
  try {
    expect(await openFeedList(vectors.signed.listing, [vectors.signed.key])).not.toBeNull();
    const forged = vectors.signed.listing.replace(/.{6}$/, "AAAAAA");
    expect(await openFeedList(forged, [vectors.signed.key])).toBeNull();
  } finally {
    crypto.subtle.importKey = known;
  }
});
