import type { VNode } from "preact";
import { useState } from "preact/hooks";

import { Note, useScene } from "./shell";
import { explain } from "./trouble";

/** How a tap does its work, and what is to be shown of it where it failed: no act ends in silence. */
export function useTap(): { tap(work: () => Promise<unknown>): void; trouble: VNode | null } {
  const { words } = useScene();
  const [said, setSaid] = useState<string | null>(null);
  const tap = (work: () => Promise<unknown>): void => {
    setSaid(null);
    work().catch((error: unknown) => setSaid(explain(error, words)));
  };
  return { tap, trouble: said ? <Note tone="bad">{said}</Note> : null };
}
