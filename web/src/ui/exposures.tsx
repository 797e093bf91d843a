import { ownExposures, type Standing } from "../delivery/exposures";
import { useLive } from "./live";
import { useScene } from "./shell";

/** This phone's own exposures; undefined until they are worked out. */
export const useExposures = (): Standing | undefined => useLive(ownExposures);

/** Leads to the exposures where there are any; nothing where there are none. */
export function ExposureBand() {
  const { words } = useScene();
  const count = useExposures()?.exposures.length ?? 0;
  if (!count) return null;
  return (
    <a class="note bad exposure-band" href="/#/exposures">
      <strong>{words.exposures.band(count)}</strong>
      <p>{words.exposures.bandHelp}</p>
    </a>
  );
}
