import { goAway, steadyNow } from "./clock";

const LOOK_MS = 1_000;

/** Looks at the clock every second, so that one that is set while the page is in front is seen as such. */
export function watchClock(): void {
  setInterval(steadyNow, LOOK_MS);
  goAway(document.visibilityState === "hidden");
  document.addEventListener("visibilitychange", () => goAway(document.visibilityState === "hidden"));
}
