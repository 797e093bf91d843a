import { checkOut } from "../../delivery/check-in";
import { serverNow } from "../../device/clock";
import { clockTime } from "../../rules/moment";
import { allVisits, openVisit } from "../../store/visits";
import { Icon } from "../../ui/icons";
import { useLive } from "../../ui/live";
import { useScene, useVenueName } from "../../ui/shell";

/** Where the visitor is, with one tap to leave. */
export function Here() {
  const { words } = useScene();
  const venueName = useVenueName();
  const visit = useLive(async () => openVisit(await allVisits(), (await serverNow()) / 1000));
  if (!visit) return null;
  const leave = async (): Promise<void> => checkOut(visit.id, Math.floor((await serverNow()) / 1000));
  return (
    <section class="here" aria-label={words.scan.here}>
      <Icon name="door" />
      <p>
        <span>{words.scan.here}</span>
        <strong>{venueName(visit.name)}</strong>
        <span>{words.scan.since(clockTime(visit.enteredAt, false))}</span>
      </p>
      <button type="button" class="secondary" onClick={() => void leave()}>
        {words.scan.leave}
      </button>
    </section>
  );
}
