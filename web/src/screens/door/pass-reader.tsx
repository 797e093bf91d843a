import { useRef, useState } from "preact/hooks";

import { ask, Problem, Unreachable, withRightClock } from "../../delivery/gateway";
import { readySound, signal } from "../../device/signal";
import { clockTime } from "../../rules/moment";
import { readScan } from "../../rules/scan";
import { uuid7 } from "../../rules/uuid7";
import { Note, useScene } from "../../ui/shell";
import { explain } from "../../ui/trouble";
import { Viewfinder } from "../../ui/viewfinder";

type Said = { kind: "recorded"; at: number } | { kind: "refused"; head: string; body: string } | { kind: "no-pass" };

/** Reads visitor passes, one after the other. */
export function PassReader({ token }: { token: string }) {
  const { words } = useScene();
  const [said, setSaid] = useState<Said | null>(null);
  const [count, setCount] = useState(0);
  const seen = useRef<string | null>(null);

  function take(text: string): boolean {
    const scan = readScan(text, location.host);
    if (scan.kind === "pass" && scan.pass === seen.current) return false;
    if (scan.kind !== "pass") {
      setSaid({ kind: "no-pass" });
      return false;
    }
    seen.current = scan.pass;
    void record(scan.pass);
    return true;
  }

  async function record(pass: string): Promise<void> {
    const id = uuid7(Date.now());
    try {
      const now = await withRightClock(async (moment) => {
        const at = new Date(moment).toISOString();
        await ask("post", "/v1/pass-check-ins", { body: { id, pass, entered_at: at, sent_at: at }, token });
      });
      setCount((before) => before + 1);
      setSaid({ kind: "recorded", at: Math.floor(now / 1000) });
      signal(true);
    } catch (error) {
      const offline = error instanceof Unreachable;
      const head = error instanceof Problem && error.title ? error.title : words.reader.refused;
      setSaid({ kind: "refused", head, body: offline ? words.reader.offline : explain(error, words) });
      signal(false);
    }
  }

  const next = (): void => {
    readySound();
    seen.current = null;
    setSaid(null);
  };
  return (
    <>
      <p class="countdown">{words.reader.today(count)}</p>
      {said?.kind === "recorded" ? (
        <div class="reader-good" role="status">
          <strong>{words.reader.recorded}</strong>
          <span>{clockTime(said.at)}</span>
          <p>{words.reader.recordedHelp}</p>
        </div>
      ) : (
        <Viewfinder onText={take} lead={words.reader.lead} paused={said?.kind === "refused"} />
      )}
      {said?.kind === "no-pass" ? <Note tone="bad" head={words.reader.notPass} /> : null}
      {said?.kind === "refused" ? (
        <Note tone="bad" head={said.head}>
          {said.body}
        </Note>
      ) : null}
      {said ? (
        <button type="button" class="primary" onClick={next}>
          {words.reader.again}
        </button>
      ) : null}
    </>
  );
}
