import { nextTry } from "../rules/backoff";
import { announce } from "../store/changes";
import { StoreLost, whenReopened } from "../store/database";
import { dueVisits } from "../store/visits";
import { Problem } from "./gateway";
import { flush } from "./outbox";
import { NotVerified } from "./session";

/** What stands in the way of delivery. */
export type Obstacle = "none" | "offline" | "busy" | "not-verified";

const SYNC_TAG = "ansim-outbox";
let failures = 0;
let timer: ReturnType<typeof setTimeout> | null = null;
let obstacle: Obstacle = "none";

export const currentObstacle = (): Obstacle => obstacle;

/** Tries to deliver; plans the next try for what is held, and on failure (timer with back-off, Background Sync if any). */
export async function deliverNow(): Promise<Obstacle> {
  if (timer) clearTimeout(timer);
  timer = null;
  let retryAfter: number | null = null;
  try {
    const held = await flush();
    failures = 0;
    if (held) plan(held);
    return settle("none");
  } catch (error) {
    if (error instanceof NotVerified) return settle("not-verified");
    // Every screen says that the store is lost, and `startCourier` hears when it is back.
    if (error instanceof StoreLost) return settle("none");
    if (error instanceof Problem) retryAfter = error.retryAfter;
    failures += 1;
    plan(nextTry(failures, retryAfter));
    await askForSync();
    return settle(error instanceof Problem ? "busy" : "offline");
  }
}

function plan(milliseconds: number): void {
  if (timer) clearTimeout(timer);
  timer = setTimeout(() => void deliverNow(), milliseconds);
}

function settle(found: Obstacle): Obstacle {
  const changed = found !== obstacle;
  obstacle = found;
  if (changed) announce();
  return found;
}

/** Starts delivering whenever there is a reason to hope: start, network back, app in front again. */
export function startCourier(): void {
  const hope = (): void => {
    dueVisits(1).then(
      (due) => (due.length ? deliverNow() : settle("none")),
      () => settle("none"),
    );
  };
  whenReopened(async () => void setTimeout(hope));
  window.addEventListener("online", hope);
  navigator.serviceWorker?.addEventListener("message", hope);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") hope();
  });
  hope();
}

/** The browser wakes the service worker when the network is back, even with the app closed. */
async function askForSync(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    const { sync } = (registration ?? {}) as { sync?: { register(tag: string): Promise<void> } };
    await sync?.register(SYNC_TAG);
  } catch {
    // Not allowed or not known here: the timer and the next start deliver.
  }
}
