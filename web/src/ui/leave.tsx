import { useEffect, useId, useState } from "preact/hooks";

import { checkOut, undoCheckOut } from "../delivery/check-in";
import { serverNow } from "../device/clock";
import { UNDO_MS } from "../rules/departure";
import { clockTime, firstAt } from "../rules/moment";
import type { Visit } from "../rules/visit";
import { readVisit } from "../store/visits";
import { Form } from "./form";
import { Icon } from "./icons";
import { useSeconds } from "./live";
import { Sheet } from "./sheet";
import { useScene } from "./shell";
import { useTap } from "./tap";

const AGO_MINUTES = [0, 10, 30] as const;

interface LeaveSheetProps {
  visit: Visit;
  /** After a departure was noted, which can be taken back for a while. */
  onLeft(): void;
  onClose(): void;
}

/** When one left: now, a while ago, or at a time of one's own; nothing before one came is offered. */
export function LeaveSheet({ visit, onLeft, onClose }: LeaveSheetProps) {
  const { words } = useScene();
  const { tap, trouble } = useTap();
  const seconds = useSeconds();
  const [time, setTime] = useState("");
  const [wrong, setWrong] = useState(false);
  const id = useId();

  async function leave(at: number): Promise<void> {
    await checkOut(visit.id, Math.floor(at), true);
    onLeft();
  }

  async function leaveAt(): Promise<string | null> {
    const at = firstAt(time, visit.enteredAt);
    const possible = at !== null && at <= (await serverNow()) / 1000;
    setWrong(!possible);
    if (!possible) return words.leave.wrong(clockTime(visit.enteredAt, false));
    await leave(at);
    return null;
  }

  return (
    <Sheet title={words.leave.title} onClose={onClose}>
      {trouble}
      {AGO_MINUTES.filter((minutes) => seconds - minutes * 60 > visit.enteredAt).map((minutes) => (
        <button
          key={minutes}
          type="button"
          class="secondary"
          onClick={() => tap(async () => leave((await serverNow()) / 1000 - minutes * 60))}
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

interface LeftProps {
  visit: Visit;
  onUndone(): void;
  /** Once it can't be taken back any more. */
  onOver?(): void;
}

/** Said after a departure, for as long as it can be taken back or given another time. */
export function Left({ visit, onUndone, onOver }: LeftProps) {
  const { words } = useScene();
  const { tap, trouble } = useTap();
  // The departure that was taken back while another time is chosen; it stands again where none is.
  const [held, setHeld] = useState<number | null>(null);
  const [sent, setSent] = useState(false);
  useEffect(() => {
    if (held !== null) return;
    const timer = setTimeout(() => {
      setSent(true);
      onOver?.();
    }, UNDO_MS);
    return () => clearTimeout(timer);
  }, [held]);
  // A page that stood still may show the button for longer: then it stands.
  const undo = async (): Promise<void> => {
    if (await undoCheckOut(visit.id)) onUndone();
    else setSent(true);
  };
  const choose = async (): Promise<void> => {
    const noted = (await readVisit(visit.id))?.leftAt ?? null;
    if (noted !== null && (await undoCheckOut(visit.id))) setHeld(noted);
    else setSent(true);
  };
  const keep = async (): Promise<void> => {
    await checkOut(visit.id, held!, true);
    setHeld(null);
  };
  return (
    <section class="here left" role="status">
      <Icon name="check" />
      <p>{words.leave.done}</p>
      {trouble}
      {sent ? null : (
        <div class="pair">
          <button type="button" class="quiet" onClick={() => tap(undo)}>
            {words.leave.undo}
          </button>
          <button type="button" class="quiet" onClick={() => tap(choose)}>
            {words.leave.other}
          </button>
        </div>
      )}
      {held === null ? null : <LeaveSheet visit={visit} onLeft={() => setHeld(null)} onClose={() => tap(keep)} />}
    </section>
  );
}
