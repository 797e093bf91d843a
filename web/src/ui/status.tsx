import { currentObstacle } from "../delivery/courier";
import { countDue } from "../store/visits";
import { useLive } from "./live";
import { Note, useScene } from "./shell";

/** What still waits to be sent, said plainly; nothing where nothing waits. */
export function Waiting() {
  const { words } = useScene();
  const count = useLive(countDue) ?? 0;
  const obstacle = useLive(async () => currentObstacle());
  if (!count || obstacle === "none") return null;
  if (obstacle === "not-verified") {
    return (
      <div class="note wait" role="status">
        <strong>{words.scan.waiting(count)}</strong>
        <p>
          {words.result.notVerified} <a href="/#/verify">{words.result.verify}</a>
        </p>
      </div>
    );
  }
  return (
    <Note tone="wait" head={words.scan.waiting(count)}>
      {obstacle === "busy" ? words.scan.busy : words.scan.waitingHelp}
    </Note>
  );
}
