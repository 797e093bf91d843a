import { useState } from "preact/hooks";

import { reportCode } from "../delivery/venues";
import { Sheet } from "./sheet";
import { Note, useScene } from "./shell";
import { explain } from "./trouble";

const REASONS = ["stuck-over", "other-venue", "unreadable", "other"] as const;

/** Tells a clerk of a QR that looks wrong: a sticker over a poster, another place than this one. */
export function WrongQr({ code }: { code: string | null }) {
  const { words } = useScene();
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState<{ good: boolean; text: string } | null>(null);
  const send = (reason: (typeof REASONS)[number]): void => {
    reportCode(code, reason).then(
      () => setSaid({ good: true, text: words.wrongQr.sent }),
      (error: unknown) => setSaid({ good: false, text: explain(error, words) }),
    );
    setOpen(false);
  };
  return (
    <>
      {said ? <Note tone={said.good ? "good" : "bad"}>{said.text}</Note> : null}
      <button type="button" class="quiet" onClick={() => setOpen(true)}>
        {words.wrongQr.open}
      </button>
      {open ? (
        <Sheet title={words.wrongQr.open} onClose={() => setOpen(false)}>
          <p>{words.wrongQr.lead}</p>
          {REASONS.map((reason) => (
            <button key={reason} type="button" class="secondary" onClick={() => send(reason)}>
              {words.wrongQr.reasons[reason]}
            </button>
          ))}
        </Sheet>
      ) : null}
    </>
  );
}
