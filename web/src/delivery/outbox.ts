import { clock, learnServerTime, serverNow } from "../device/clock";
import { alone } from "../device/locks";
import { type Clock, carryOver, STAYS } from "../rules/clock";
import { commit } from "../rules/commitment";
import { heldFor, parting } from "../rules/departure";
import { readName } from "../rules/names";
import type { Visit } from "../rules/visit";
import { changeVisit, dueVisits } from "../store/visits";
import { askJson, Problem, type Schemas } from "./gateway";
import { renew, sessionToken } from "./session";

const BATCH = 200;
const MOST_SKEWS = 3;

type Entry = Schemas["CheckIn"] | Schemas["CheckOut"];

/** One item's answer, in the order of the batch. */
export type Outcome = Schemas["Outcome"];

const OUTCOMES = { each: { status: ["accepted", "duplicate", "refused"] } } as const;

/**
 * Sends everything that waits and is not held, exactly once by the ids made on the phone.
 *
 * Gives the milliseconds after which a departure that is held may go, 0 where nothing waits any more.
 * Only one tab or worker at a time. Throws `Unreachable`, `Problem` (the whole batch) or `NotVerified`.
 */
export function flush(): Promise<number> {
  return alone("ansim-outbox", async () => {
    for (let skews = 0; skews <= MOST_SKEWS; ) {
      const { entering, leaving, held } = parting(await dueVisits(BATCH), Date.now());
      if (!entering.length && !leaving.length) return held;
      const skewed = entering.length > 0 && (await deliver(CHECK_INS, await arrivals(entering)));
      const off = leaving.length > 0 && (await deliver(CHECK_OUTS, await timeRight(leaving)));
      if (skewed || off) skews += 1;
    }
    // Gateways that disagree about the time: later, not for ever.
    throw new Problem(503, "clock-skew", "", "", null);
  });
}

/** Visits as their check-ins go: a departure that is held is not told yet. */
async function arrivals(visits: Visit[]): Promise<Visit[]> {
  const now = Date.now();
  return (await timeRight(visits)).map((visit) => (heldFor(visit, now) ? { ...visit, leftAt: null } : visit));
}

/** Moments noted by a clock that is known to have been wrong, put right on the phone before anything is sent. */
async function timeRight(visits: Visit[]): Promise<Visit[]> {
  const now = await clock();
  const timed = await Promise.all(visits.map((visit) => retime(visit, now)));
  for (const [place, visit] of timed.entries()) {
    if (visit !== visits[place]) await changeVisit(visit.id, (stored) => ({ ...stored, ...times(visit) }));
  }
  return timed;
}

const times = ({ enteredAt, leftAt, clock, leftClock, commitment, uncertain }: Visit) => ({
  enteredAt,
  leftAt,
  clock,
  leftClock,
  commitment,
  uncertain,
});

/** The visit by what is known of the clock now: the same id, other moments, and their commitment made anew. */
async function retime(visit: Visit, now: Clock): Promise<Visit> {
  const present = Math.floor((await serverNow()) / 1000);
  const { enteredAt: entered, leftAt: left, leftClock } = visit;
  const entry = visit.state === "waiting" ? carryOver(entered, visit.clock, now, present) : STAYS;
  const end = leftClock && left ? carryOver(left, leftClock, now, present) : STAYS;
  if (entry === STAYS && end === STAYS) return visit;
  const enteredAt = visit.enteredAt + entry.shift;
  return {
    ...visit,
    enteredAt,
    leftAt: visit.leftAt === null ? null : Math.max(visit.leftAt + end.shift, enteredAt + 1),
    clock: entry === STAYS ? visit.clock : now,
    leftClock: end === STAYS ? leftClock : now,
    uncertain: visit.uncertain || entry.uncertain || end.uncertain,
    commitment: await commit(visit.salt, visit.id, visit.venue, enteredAt),
  };
}

/** Sends a visit that could not be kept; once more where only the clock was wrong. */
export async function sendUnkept(visit: Visit): Promise<Visit> {
  for (const again of [true, false]) {
    const timed = await retime(visit, await clock());
    const [outcome] = await post("/v1/check-ins", [checkInBody(timed, rfc3339(await serverNow()))]);
    if (!outcome) return timed;
    if (!again || outcome.code !== "clock-skew") return applyCheckIn(timed, outcome);
    await learnFrom([outcome]);
  }
  return visit;
}

/** One way that visits go out. */
interface Way {
  path: "/v1/check-ins" | "/v1/check-outs";
  body(visit: Visit, sentAt: string): Entry;
  settle(visit: Visit, outcome: Outcome): Promise<void>;
}

/** Sends and settles; true where something must go again by another clock. */
async function deliver(way: Way, visits: Visit[]): Promise<boolean> {
  const sentAt = rfc3339(await serverNow());
  let outcomes: Outcome[];
  try {
    outcomes = await post(
      way.path,
      visits.map((visit) => way.body(visit, sentAt)),
    );
  } catch (error) {
    if (!isTheirFault(error)) throw error;
    if (visits.length === 1) {
      if (error.code === "clock-skew") return true;
      await way.settle(visits[0]!, { id: visits[0]!.id, status: "refused", ...pick(error) });
      return false;
    }
    // The batch as a whole was refused: one bad item must not hold up the others.
    let off = false;
    for (const visit of visits) off = (await deliver(way, [visit])) || off;
    return off;
  }
  await learnFrom(outcomes);
  const byId = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  let later = false;
  for (const visit of visits) {
    const outcome = byId.get(visit.id);
    // Without an outcome, or with a passing one, the visit keeps waiting; the others are settled all the same.
    if (!outcome || (outcome.status_code ?? 0) >= 500) later = true;
    // Not settled: the loop sends it again by the clock that was just learnt.
    else if (outcome.code !== "clock-skew") await way.settle(visit, outcome);
  }
  if (later) throw new Problem(503, "overloaded", "", "", null);
  return outcomes.some((outcome) => outcome.code === "clock-skew");
}

/** The right time, where an item was refused for a wrong one. */
async function learnFrom(outcomes: Outcome[]): Promise<void> {
  const told = outcomes.find((outcome) => outcome.code === "clock-skew")?.server_time;
  if (told) await learnServerTime(told);
}

/** Posts with a good session; renews once where the gateway refuses it. */
async function post(path: "/v1/check-ins" | "/v1/check-outs", body: Entry[]): Promise<Outcome[]> {
  const token = await sessionToken();
  try {
    return (await askJson("post", path, OUTCOMES, { body, token })) as Outcome[];
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    return (await askJson("post", path, OUTCOMES, { body, token: await renew() })) as Outcome[];
  }
}

function isTheirFault(error: unknown): error is Problem {
  return error instanceof Problem && [400, 404, 409, 413, 422].includes(error.status);
}

const pick = ({ code, title, detail }: Problem) => ({ code, title, detail });

function checkInBody(visit: Visit, sent_at: string): Schemas["CheckIn"] {
  return {
    sent_at,
    time_uncertain: visit.uncertain,
    id: visit.id,
    venue: visit.venue,
    entered_at: rfc3339(visit.enteredAt * 1000),
    party: visit.party,
    place: visit.place,
    commitment: visit.commitment,
    ...(visit.displayCode ? { display_code: visit.displayCode } : {}),
    ...(visit.leftAt === null ? {} : { left_at: rfc3339(visit.leftAt * 1000) }),
  };
}

function checkOutBody(visit: Visit, sent_at: string): Schemas["CheckOut"] {
  return {
    sent_at,
    time_uncertain: visit.uncertain,
    id: visit.id,
    venue: visit.venue,
    entered_at: rfc3339(visit.enteredAt * 1000),
    left_at: rfc3339((visit.leftAt ?? visit.enteredAt) * 1000),
  };
}

const rfc3339 = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(".000Z", "Z");

async function settleCheckIn(visit: Visit, outcome: Outcome): Promise<void> {
  const standing = outcome.code === "id-taken" ? outcome.stands : undefined;
  const settled = standing ? await asItStands(visit, standing) : null;
  await changeVisit(visit.id, (stored) =>
    settled ? { ...stored, ...settled } : applyCheckIn(stored, outcome, visit.leftAt),
  );
}

/** The gateway holds this very visit with the moment of an earlier try, whose answer was lost: that one counts. */
async function asItStands(visit: Visit, stands: Schemas["StandingVisit"]): Promise<Partial<Visit>> {
  const enteredAt = Math.floor(Date.parse(stands.entered_at) / 1000);
  const commitment = await commit(visit.salt, visit.id, visit.venue, enteredAt);
  return { enteredAt, commitment, state: "confirmed", refusal: null };
}

/** `sentEnd` is the end that travelled with the check-in: an accepted check-in has stored it. */
export function applyCheckIn(visit: Visit, outcome: Outcome, sentEnd: number | null = null): Visit {
  const name = outcome.venue ? readName(outcome.venue) : visit.name;
  if (outcome.status === "refused") return { ...visit, name, state: "refused", refusal: readRefusal(outcome) };
  const ended = outcome.status === "accepted" && sentEnd !== null && sentEnd === visit.leftAt;
  return { ...visit, name, state: "confirmed", refusal: null, out: ended ? "confirmed" : visit.out };
}

async function settleCheckOut(visit: Visit, outcome: Outcome): Promise<void> {
  await changeVisit(visit.id, (stored) => {
    // Another moment was noted since: it is yet to go.
    if (stored.leftAt !== visit.leftAt) return stored;
    if (outcome.status === "refused") return { ...stored, out: "refused", refusal: readRefusal(outcome) };
    return { ...stored, out: "confirmed" };
  });
}

function readRefusal({ code, title, detail }: Outcome): Visit["refusal"] {
  return { code: code ?? "refused", title: title ?? "", detail: detail ?? "" };
}

const CHECK_INS: Way = { path: "/v1/check-ins", body: checkInBody, settle: settleCheckIn };
const CHECK_OUTS: Way = { path: "/v1/check-outs", body: checkOutBody, settle: settleCheckOut };
