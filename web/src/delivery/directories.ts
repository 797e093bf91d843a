import { serverNow } from "../device/clock";
import { alone } from "../device/locks";
import { type DirectoryVenue, directoryKey, openDirectory } from "../rules/directory";
import type { PublicJwk } from "../rules/jws";
import { announce } from "../store/changes";
import { inStore, StoreLost } from "../store/database";
import { keep, type Policy, read } from "../store/kept";
import { ask, askJson } from "./gateway";

/** An old phone writes a district of ten thousand venues in half a minute. */
const LONGEST_REPLACEMENT_MS = 120_000;
const NAMES = ["optional", "required", "unused"] as const;

/** The province's policy: kept, so that the app can show it with no network. */
export async function refreshPolicy(): Promise<Policy> {
  const answer = await askJson("get", "/v1/settings", {
    fields: {
      visit_days: "number",
      identity_days: "number",
      call: "text",
      name: NAMES,
      directory_key: "object",
    },
  });
  const policy: Policy = {
    retentionDays: answer.visit_days,
    identityDays: answer.identity_days,
    call: answer.call,
    name: answer.name,
    childYears: answer.child_years,
    email: answer.email,
    directoryKeys: [answer.directory_key as PublicJwk],
    // A gateway that is not yet renewed has no feed.
    exposureKeys: answer.exposure_key ? [answer.exposure_key as PublicJwk] : [],
  };
  await keep("policy", policy);
  // The sign-up screen may stand already, and shows what the policy offers.
  announce();
  return policy;
}

/** What the kept directories say about a scanned code. */
export type Known =
  | { kind: "venue"; venue: DirectoryVenue }
  | { kind: "revoked" }
  /** Closed, or its event is over, when the directory was made; the gateway knows whether it opened again. */
  | { kind: "closed" }
  /** Every district is held and fresh, and none has it: forged. */
  | { kind: "forged" }
  /** The phone can't tell. */
  | { kind: "unknown" };

/** Looks a code up on the phone alone. */
export async function lookUp(code: string): Promise<Known> {
  try {
    return await lookUpStored(code);
  } catch (error) {
    if (error instanceof StoreLost) return { kind: "unknown" };
    throw error;
  }
}

async function lookUpStored(code: string): Promise<Known> {
  const key = await directoryKey(code);
  const venue = await inStore((db) => db.get("venues", key));
  if (venue?.closed) return { kind: "closed" };
  if (venue) return venue.revoked ? { kind: "revoked" } : { kind: "venue", venue };
  const complete = (await inStore((db) => db.get("kept", "completeUntil"))) as number | undefined;
  return complete !== undefined && complete > (await serverNow()) ? { kind: "forged" } : { kind: "unknown" };
}

/** Fetches what changed of the signed directories, checks the signatures and keeps the venues. */
export async function refreshDirectories(): Promise<void> {
  await alone("ansim-directories", async () => {
    const { directoryKeys } = (await read("policy")) ?? (await refreshPolicy());
    const { directories } = await askJson("get", "/v1/directories", { fields: { directories: "object" } });
    const expiries: number[] = [];
    for (const { district } of directories) expiries.push(await refreshDistrict(district, directoryKeys));
    const held = await inStore((db) => db.getAllKeys("directories"));
    const gone = held.filter((district) => !directories.some((listed) => listed.district === district));
    for (const district of gone) await replaceDistrict(district, []);
    const until = directories.length ? Math.min(...expiries) : 0;
    await inStore((db) => db.put("kept", until, "completeUntil"));
  });
}

/** When the phone's copy of a district runs out (milliseconds), 0 where it has none that can be trusted. */
async function refreshDistrict(district: string, keys: PublicJwk[]): Promise<number> {
  const held = await inStore((db) => db.get("directories", district));
  const headers: Record<string, string> = held?.etag ? { "If-None-Match": held.etag } : {};
  const answer = await ask("get", "/v1/directories/{district}", { at: { district }, headers });
  if (answer.status === 304 && held) return held.expiresAt;
  const directory = await openDirectory(await answer.text(), keys, district);
  if (!directory) return 0;
  await replaceDistrict(district, directory.venues);
  const { version, expiresAt } = directory;
  const etag = answer.headers.get("ETag");
  await inStore((db) => db.put("directories", { district, version, expiresAt, etag }));
  return expiresAt;
}

async function replaceDistrict(district: string, venues: DirectoryVenue[]): Promise<void> {
  await inStore(async (db) => {
    const transaction = db.transaction(["venues", "directories"], "readwrite");
    const store = transaction.objectStore("venues");
    for (const key of await store.index("district").getAllKeys(district)) void store.delete(key);
    for (const venue of venues) void store.put(venue);
    if (!venues.length) void transaction.objectStore("directories").delete(district);
    await transaction.done;
  }, LONGEST_REPLACEMENT_MS);
}

/** How many venues the phone can name without a network; codes that are no longer used are none. */
export async function countVenues(): Promise<number> {
  return inStore(async (db) => (await db.getAll("venues")).filter((venue) => !venue.revoked).length);
}
