import { useEffect } from "preact/hooks";

import { startPosition, stopPosition } from "../device/position";
import { read } from "../store/kept";
import { useLive } from "./live";

/** Keeps the phone's place at hand while this screen stands, where the visitor allowed the comparison. */
export function usePosition(): void {
  const allowed = useLive(() => read("comparePlace"));
  useEffect(() => {
    if (!allowed) return;
    startPosition();
    return stopPosition;
  }, [allowed]);
}
