import { checkOut } from "../delivery/check-in";
import { currentObstacle } from "../delivery/courier";
import { serverNow } from "../device/clock";
import { clockTime } from "../rules/moment";
import { database } from "../store/database";
import { allVisits, openVisit } from "../store/visits";
import { Icon } from "./icons";
import { useLive } from "./live";
import { Note, useScene, useVenueName } from "./shell";

/** What still waits to be sent, said plainly; nothing where nothing waits. */
export function Waiting() {
  const { words } = useScene();
  const count = useLive(async () => (await database()).countFromIndex("visits", "due")) ?? 0;
  const obstacle = useLive(async () => currentObstacle());
  if (!count || obstacle === "none") return null;
  if (obstacle === "not-verified") {
    return (
      <div class="note wait" role="status">
        <strong>{words.scan.waiting(count)}</strong>
        <p>{words.result.notVerified} <a href="/#/verify">{words.result.verify}</a></p>
      </div>
    );
  }
  return (
    <Note tone="wait" head={words.scan.waiting(count)}>
      {obstacle === "busy" ? words.scan.busy : words.scan.waitingHelp}
    </Note>
  );
}

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
      <button type="button" class="secondary" onClick={() => void leave()}>{words.scan.leave}</button>
    </section>
  );
}
