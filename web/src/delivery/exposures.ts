import { serverNow } from "../device/clock";
import { alone } from "../device/locks";
import { report } from "../device/report";
import { type Exposure, exposuresIn, type Feed, openFeedDay, openFeedList } from "../rules/exposures";
import type { PublicJwk } from "../rules/jws";
import { announce } from "../store/changes";
import { StoreLost } from "../store/database";
import { keep, read } from "../store/kept";
import { allVisits } from "../store/visits";
import { refreshPolicy } from "./directories";
import { ask, Problem, Unreachable } from "./gateway";

const EVERY_MS = 3_600_000;
const AGAIN_IN_FRONT_MS = 600_000;

/**
 * Fetches the exposure feed, all of it whoever asks: which day a phone was somewhere is not told by what it fetches.
 *
 * What is not signed, is older than what is held, or has run out changes nothing.
 */
export async function refreshExposures(): Promise<void> {
  await alone("ansim-exposures", async () => {
    const keys = await feedKeys();
    const list = await openFeedList(await fetchText("/v1/exposures"), keys);
    const held = await read("exposureFeed");
    const now = await serverNow();
    if (!list || list.expiresAt <= now || (held && list.issuedAt < held.issuedAt)) return;
    const still = Object.entries(held?.days ?? {}).filter(([day]) => list.days.some(([listed]) => listed === day));
    let feed: Feed = { ...list, days: Object.fromEntries(still), checkedAt: held?.checkedAt ?? 0 };
    let whole = true;
    // The latest days first, and each is kept as it comes: an app that is closed soon goes on where it was.
    for (const [day, version] of [...list.days].reverse()) {
      if (feed.days[day]?.version === version) continue;
      const entries = await openFeedDay(await fetchText("/v1/exposures/{day}", { day }), keys, day, version);
      // It changed between the two answers, or a cache is behind: what was held counts until the next time.
      if (entries === null) whole = false;
      else feed = { ...feed, days: { ...feed.days, [day]: { version, entries } } };
      await keep("exposureFeed", feed);
    }
    await keep("exposureFeed", whole ? { ...feed, checkedAt: now } : feed);
    announce();
  });
}

/** What is known on this phone of its own exposures. */
export interface Standing {
  exposures: Exposure[];
  /** How many visits were told to be exposed, and are so no longer. */
  withdrawn: number;
  /** Milliseconds: when the feed was last fetched whole; 0: never. */
  checkedAt: number;
  /** The feed has run out: newer exposures and withdrawals are unknown. */
  stale: boolean;
}

/** The visits of this phone that lie in published hours, and what of those told before no longer stands. */
export async function ownExposures(): Promise<Standing> {
  const feed = await read("exposureFeed");
  const now = await serverNow();
  if (!feed) return { exposures: [], withdrawn: 0, checkedAt: 0, stale: false };
  const history = await allVisits();
  const exposures = await exposuresIn(history, feed, now / 1000);
  const told = (await read("exposuresTold")) ?? {};
  const visits = new Set(history.map((visit) => visit.id));
  const standing = new Set(exposures.map((exposure) => exposure.visit));
  const gone = Object.entries(told).filter(([id, ends]) => visits.has(id) && !standing.has(id) && ends * 1000 > now);
  return { exposures, withdrawn: gone.length, checkedAt: feed.checkedAt, stale: feed.expiresAt <= now };
}

/** Remembers what was shown, so that a withdrawal can be said. */
export async function rememberTold(exposures: Exposure[]): Promise<void> {
  const told = (await read("exposuresTold")) ?? {};
  const fresh = exposures.filter(({ visit, ends }) => told[visit] !== ends);
  if (!fresh.length) return;
  const now = (await serverNow()) / 1000;
  const kept = Object.entries(told).filter(([, ends]) => ends > now);
  await keep("exposuresTold", Object.fromEntries([...kept, ...fresh.map(({ visit, ends }) => [visit, ends])]));
}

/** The withdrawals that were said need not be said again. */
export async function forgetWithdrawn(): Promise<void> {
  const { exposures } = await ownExposures();
  await keep("exposuresTold", Object.fromEntries(exposures.map(({ visit, ends }) => [visit, ends])));
  announce();
}

/** Fetches the feed now and then, at times that do not depend on what it says. */
export function watchExposures(): void {
  let last = 0;
  const look = (atLeast: number): void => {
    if (Date.now() - last < atLeast) return;
    last = Date.now();
    refreshExposures().catch(passes);
  };
  look(0);
  setInterval(() => look(EVERY_MS), EVERY_MS / 4);
  window.addEventListener("online", () => look(AGAIN_IN_FRONT_MS));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") look(AGAIN_IN_FRONT_MS);
  });
}

/** No network, a busy gateway, a lost store: the next time. */
function passes(error: unknown): void {
  if (![Unreachable, Problem, StoreLost].some((kind) => error instanceof kind)) report(error);
}

async function feedKeys(): Promise<PublicJwk[]> {
  // A phone that kept a policy before there was a feed has no key.
  return (await read("policy"))?.exposureKeys ?? (await refreshPolicy()).exposureKeys ?? [];
}

async function fetchText(
  path: "/v1/exposures" | "/v1/exposures/{day}",
  at: Record<string, string> = {},
): Promise<string> {
  const answer = await ask("get", path, { at, cache: "no-cache" });
  return answer.text();
}
