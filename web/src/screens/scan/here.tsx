import { useState } from "preact/hooks";

import { checkOut } from "../../delivery/check-in";
import { serverNow } from "../../device/clock";
import { clockTime } from "../../rules/moment";
import type { Visit } from "../../rules/visit";
import { allVisits, openVisit } from "../../store/visits";
import { Icon } from "../../ui/icons";
import { Left } from "../../ui/leave";
import { useLive } from "../../ui/live";
import { useScene, useVenueName } from "../../ui/shell";
import { useTap } from "../../ui/tap";

/** Where the visitor is, with one tap to leave; a departure can be taken back for a few seconds. */
export function Here() {
  const { words } = useScene();
  const venueName = useVenueName();
  const visit = useLive(async () => openVisit(await allVisits(), (await serverNow()) / 1000));
  const [left, setLeft] = useState<Visit | null>(null);
  const { tap, trouble } = useTap();

  if (left) return <Left visit={left} onUndone={() => setLeft(null)} onOver={() => setLeft(null)} />;
  if (!visit) return null;
  const leave = async (): Promise<void> => {
    await checkOut(visit.id, Math.floor((await serverNow()) / 1000), true);
    setLeft(visit);
  };
  return (
    <section class="here" aria-label={words.scan.here}>
      <Icon name="door" />
      <p>
        <span>{words.scan.here}</span>
        <strong>{venueName(visit.name)}</strong>
        <span class="moment">{words.scan.since(clockTime(visit.enteredAt, false))}</span>
      </p>
      <button type="button" class="secondary" onClick={() => tap(leave)}>
        {words.scan.leave}
      </button>
      {trouble}
    </section>
  );
}
