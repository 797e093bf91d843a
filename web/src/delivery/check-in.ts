import { clock, serverNow } from "../device/clock";
import { commit, newSalt } from "../rules/commitment";
import { holdUntil, mayBeTakenBack } from "../rules/departure";
import type { Place } from "../rules/place";
import { uuid7 } from "../rules/uuid7";
import type { Visit } from "../rules/visit";
import { StoreLost } from "../store/database";
import { changeVisit, putVisits } from "../store/visits";
import { deliverNow } from "./courier";
import { Unreachable } from "./gateway";
import { sendUnkept } from "./outbox";

export interface Draft {
  venue: string;
  name: Visit["name"];
  displayCode: string | null;
  place: Place;
  companions: string[];
  /** Companions beside the visitor, named or not. */
  party: number;
}

/** How a check-in ended when it was first tried. */
export type Noted = { visit: Visit; kept: boolean };

/** The phone is full or its store lost, and the gateway out of reach: nothing was recorded anywhere. */
export class NowhereToKeep extends Error {
  override name = "NowhereToKeep";
}

/** Notes a visit on the phone and starts its delivery; the visit is safe when this returns. */
export async function checkIn(draft: Draft): Promise<Noted> {
  const visit = await draftVisit(draft);
  try {
    await putVisits([visit]);
  } catch (error) {
    return { visit: await withoutRoom(visit, error), kept: false };
  }
  void deliverNow();
  return { visit, kept: true };
}

async function draftVisit(draft: Draft): Promise<Visit> {
  const now = await serverNow();
  const id = uuid7(now);
  const salt = newSalt();
  const enteredAt = Math.floor(now / 1000);
  return {
    ...draft,
    id,
    enteredAt,
    leftAt: null,
    clock: await clock(),
    leftClock: null,
    uncertain: false,
    salt,
    commitment: await commit(salt, id, draft.venue, enteredAt),
    state: "waiting",
    refusal: null,
    out: "none",
  };
}

async function withoutRoom(visit: Visit, error: unknown): Promise<Visit> {
  if (!(error instanceof StoreLost) && (error as DOMException).name !== "QuotaExceededError") throw error;
  try {
    return await sendUnkept(visit);
  } catch (reason) {
    if (!(reason instanceof Unreachable)) throw reason;
    throw new NowhereToKeep();
  }
}

/** Notes the end of a visit (epoch seconds) and delivers it; what may be taken back stays here for `UNDO_MS` before. */
export async function checkOut(id: string, leftAt: number, undoable = false): Promise<void> {
  const leftClock = await clock();
  await changeVisit(id, ({ heldUntil: _, ...visit }) => ({
    ...visit,
    leftAt: Math.max(leftAt, visit.enteredAt + 1),
    leftClock,
    out: "waiting",
    ...(undoable ? { heldUntil: holdUntil(Date.now()) } : {}),
  }));
  void deliverNow();
}

/** Takes a departure back; false where it is too late. */
export async function undoCheckOut(id: string): Promise<boolean> {
  const visit = await changeVisit(id, (stored) =>
    mayBeTakenBack(stored, Date.now()) ? { ...stored, leftAt: null, leftClock: null, out: "none" } : stored,
  );
  return visit?.leftAt === null;
}
