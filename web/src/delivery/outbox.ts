import { knownOffset } from "../device/clock";
import { alone } from "../device/locks";
import { commit } from "../rules/commitment";
import { readName } from "../rules/names";
import type { Visit } from "../rules/visit";
import { changeVisit, dueVisits } from "../store/visits";
import { askJson, Problem, type Schemas } from "./gateway";
import { renew, sessionToken } from "./session";

const BATCH = 200;

type Entry = Schemas["CheckIn"] | Schemas["CheckOut"];

/** One item's answer, in the order of the batch. */
export type Outcome = Schemas["Outcome"];

const OUTCOMES = { each: { status: ["accepted", "duplicate", "refused"] } } as const;

/**
 * Sends everything that waits, exactly once by the ids made on the phone; true when nothing waits any more.
 *
 * Only one tab or worker at a time. Throws `Unreachable`, `Problem` (the whole batch) or `NotVerified`.
 */
export function flush(): Promise<boolean> {
  return alone("ansim-outbox", async () => {
    for (;;) {
      const due = await dueVisits(BATCH);
      const entering = due.filter((visit) => visit.state === "waiting");
      const leaving = due.filter((visit) => visit.state !== "waiting");
      if (!due.length) return true;
      if (entering.length) await deliver("/v1/check-ins", entering, checkInBody, settleCheckIn);
      if (leaving.length) await deliver("/v1/check-outs", leaving, checkOutBody, settleCheckOut);
    }
  });
}

/** Sends a visit that could not be kept because the phone is full. */
export async function sendUnkept(visit: Visit): Promise<Visit> {
  const [outcome] = await post("/v1/check-ins", [checkInBody(visit)]);
  return outcome ? applyCheckIn(visit, outcome) : visit;
}

async function deliver(
  path: "/v1/check-ins" | "/v1/check-outs",
  visits: Visit[],
  body: (visit: Visit) => Entry,
  settle: (visit: Visit, outcome: Outcome) => Promise<void>,
): Promise<void> {
  let outcomes: Outcome[];
  try {
    outcomes = await post(path, visits.map(body));
  } catch (error) {
    if (!isTheirFault(error)) throw error;
    if (visits.length === 1) {
      return settle(visits[0]!, { id: visits[0]!.id, status: "refused", ...pick(error) });
    }
    // The batch as a whole was refused: one bad item must not hold up the others.
    for (const visit of visits) await deliver(path, [visit], body, settle);
    return;
  }
  const byId = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  let later = false;
  for (const visit of visits) {
    const outcome = byId.get(visit.id);
    // Without an outcome, or with a passing one, the visit keeps waiting; the others are settled all the same.
    if (!outcome || (outcome.status_code ?? 0) >= 500) later = true;
    else await settle(visit, outcome);
  }
  if (later) throw new Problem(503, "overloaded", "", "", null);
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

function checkInBody(visit: Visit): Schemas["CheckIn"] {
  return {
    id: visit.id,
    venue: visit.venue,
    entered_at: rfc3339(visit.enteredAt),
    party: visit.party,
    place: visit.place,
    commitment: visit.commitment,
    ...(visit.displayCode ? { display_code: visit.displayCode } : {}),
    ...(visit.leftAt === null ? {} : { left_at: rfc3339(visit.leftAt) }),
  };
}

function checkOutBody(visit: Visit): Schemas["CheckOut"] {
  return {
    id: visit.id,
    venue: visit.venue,
    entered_at: rfc3339(visit.enteredAt),
    left_at: rfc3339(visit.leftAt ?? visit.enteredAt),
  };
}

const rfc3339 = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");

async function settleCheckIn(visit: Visit, outcome: Outcome): Promise<void> {
  const corrected = await correctTime(visit, outcome);
  await changeVisit(visit.id, corrected ?? ((stored) => applyCheckIn(stored, outcome, visit.leftAt)));
}

/** `sentEnd` is the end that travelled with the check-in: an accepted check-in has stored it. */
export function applyCheckIn(visit: Visit, outcome: Outcome, sentEnd: number | null = null): Visit {
  const name = outcome.venue ? readName(outcome.venue) : visit.name;
  if (outcome.status === "refused") return { ...visit, name, state: "refused", refusal: readRefusal(outcome) };
  const ended = outcome.status === "accepted" && sentEnd !== null && sentEnd === visit.leftAt;
  return { ...visit, name, state: "confirmed", refusal: null, out: ended ? "confirmed" : visit.out };
}

async function settleCheckOut(visit: Visit, outcome: Outcome): Promise<void> {
  await changeVisit(visit.id, (stored) => ({
    ...stored,
    out: outcome.status === "refused" ? "refused" : "confirmed",
    refusal: outcome.status === "refused" ? readRefusal(outcome) : stored.refusal,
  }));
}

/** For a visit noted under a wrong clock that the answer has just set right: the same id with the right time. */
async function correctTime(visit: Visit, outcome: Outcome): Promise<((stored: Visit) => Visit) | null> {
  if (outcome.status !== "refused" || !["in-the-future", "too-old"].includes(outcome.code ?? "")) return null;
  const clockOffset = knownOffset();
  const shift = Math.round((clockOffset - visit.clockOffset) / 1000);
  if (Math.abs(shift) < 60) return null;
  const enteredAt = visit.enteredAt + shift;
  const commitment = await commit(visit.salt, visit.id, visit.venue, enteredAt);
  return (stored) => {
    const leftAt = stored.leftAt === null ? null : stored.leftAt + shift;
    return { ...stored, enteredAt, leftAt, clockOffset, commitment };
  };
}

function readRefusal({ code, title, detail }: Outcome): Visit["refusal"] {
  return { code: code ?? "refused", title: title ?? "", detail: detail ?? "" };
}
