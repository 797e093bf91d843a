import { useEffect, useId, useState } from "preact/hooks";

import { checkOut, UNDO_MS, undoCheckOut } from "../delivery/check-in";
import { serverNow } from "../device/clock";
import { clockTime, lastAt } from "../rules/moment";
import type { Visit } from "../rules/visit";
import { Form } from "./form";
import { Icon } from "./icons";
import { Sheet } from "./sheet";
import { useScene } from "./shell";

const AGO_MINUTES = [0, 10, 30] as const;

interface LeaveSheetProps {
  visit: Visit;
  undoable?: boolean;
  onClose(left: boolean): void;
}

/** When one left: now, a while ago, or at a time of one's own. */
export function LeaveSheet({ visit, undoable, onClose }: LeaveSheetProps) {
  const { words } = useScene();
  const [time, setTime] = useState("");
  const [wrong, setWrong] = useState(false);
  const id = useId();

  async function leave(at: number): Promise<void> {
    await checkOut(visit.id, Math.floor(at), undoable);
    onClose(true);
  }

  async function leaveAt(): Promise<string | null> {
    const at = lastAt(time, (await serverNow()) / 1000);
    const possible = at !== null && at > visit.enteredAt;
    setWrong(!possible);
    if (!possible) return words.leave.wrong(clockTime(visit.enteredAt, false));
    await leave(at);
    return null;
  }

  return (
    <Sheet title={words.leave.title} onClose={() => onClose(false)}>
      {AGO_MINUTES.map((minutes) => (
        <button
          key={minutes}
          type="button"
          class="secondary"
          onClick={() => void serverNow().then((now) => leave(now / 1000 - minutes * 60))}
        >
          {minutes ? words.leave.ago(minutes) : words.leave.now}
        </button>
      ))}
      <Form act={leaveAt} button={words.leave.at} tone="secondary">
        <div class="field">
          <label for={id}>{words.leave.time}</label>
          <input
            id={id}
            type="time"
            value={time}
            aria-invalid={wrong || undefined}
            onInput={(event) => setTime(event.currentTarget.value)}
          />
        </div>
      </Form>
    </Sheet>
  );
}

/** Said after a departure, for as long as it can be taken back or given another time. */
export function Left({ visit, onUndone }: { visit: Visit; onUndone: () => void }) {
  const { words } = useScene();
  const [asking, setAsking] = useState(false);
  const [sent, setSent] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSent(true), UNDO_MS);
    return () => clearTimeout(timer);
  }, []);
  // Something else may have carried it to the gateway before: then it stands.
  const undo = async (): Promise<void> => {
    if (await undoCheckOut(visit.id)) onUndone();
    else setSent(true);
  };
  return (
    <section class="here left" role="status">
      <Icon name="check" />
      <p>{words.leave.done}</p>
      {sent ? null : (
        <div class="pair">
          <button type="button" class="quiet" onClick={() => void undo()}>
            {words.leave.undo}
          </button>
          <button type="button" class="quiet" onClick={() => setAsking(true)}>
            {words.leave.other}
          </button>
        </div>
      )}
      {asking ? <LeaveSheet visit={visit} undoable onClose={() => setAsking(false)} /> : null}
    </section>
  );
}
