import { useEffect, useState } from "preact/hooks";

import { knownNow } from "../device/clock";
import { report } from "../device/report";
import { onChange } from "../store/changes";
import { StoreLost } from "../store/database";

/** The value of a query of the store, asked again whenever the store changes; undefined until it is known. */
export function useLive<Value>(query: () => Promise<Value>, inputs: readonly unknown[] = []): Value | undefined {
  const [value, setValue] = useState<Value>();
  useEffect(() => {
    let gone = false;
    const run = (): void => {
      query().then((found) => gone || setValue(() => found), told);
    };
    run();
    const stop = onChange(run);
    return () => {
      gone = true;
      stop();
    };
  }, inputs);
  return value;
}

/** A lost store is said on every screen; anything else is a fault. */
function told(error: unknown): void {
  if (!(error instanceof StoreLost)) report(error);
}

/** Whether the phone has a network, by what it says itself; where it is wrong the act itself tells. */
export function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = (): void => setOnline(navigator.onLine);
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return online;
}

/** The server's time in whole seconds, running. */
export function useSeconds(): number {
  const now = (): number => Math.floor(knownNow() / 1000);
  const [seconds, setSeconds] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(now()), 200);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}
