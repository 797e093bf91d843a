import { useState } from "preact/hooks";

import { writeLine } from "../../delivery/devices";
import { serverNow } from "../../device/clock";
import { clockTime, dayOf } from "../../rules/moment";
import { Field } from "../../ui/field";
import { Form } from "../../ui/form";
import { useScene } from "../../ui/shell";
import { PartyStepper } from "./party";

interface Written {
  at: number;
  repeated: boolean;
}

/** Lines of the paper list, typed in later: a safe code, a day and an hour. The codes do not stay on this screen. */
export function HandWritten({ token }: { token: string }) {
  const { words } = useScene();
  const [code, setCode] = useState("");
  const [day, setDay] = useState(() => dayOf(Date.now() / 1000));
  const [time, setTime] = useState("");
  const [party, setParty] = useState(0);
  const [wrong, setWrong] = useState<"code" | "time" | null>(null);
  const [written, setWritten] = useState<Written[]>([]);

  async function act(): Promise<string | null> {
    const at = Date.parse(`${day}T${time}:00+09:00`);
    if (!code.trim()) return refuse("code", words.paperList.codeWrong);
    if (Number.isNaN(at)) return refuse("time", words.paperList.timeWrong);
    if (at > (await serverNow()) + 60_000) return refuse("time", words.paperList.ahead);
    const account = await writeLine(token, code.trim(), at, party);
    const [refused] = account.refused;
    if (refused)
      return refuse(refused.code === "bad-safe-code" ? "code" : "time", `${refused.title}. ${refused.detail}`);
    setWrong(null);
    setWritten([{ at: at / 1000, repeated: account.repeated > 0 }, ...written]);
    setCode("");
    setParty(0);
    return null;
  }

  function refuse(field: "code" | "time", why: string): string {
    setWrong(field);
    return why;
  }

  return (
    <>
      <p>{words.paperList.lead}</p>
      <Form act={act} button={words.paperList.add} needsNetwork>
        <Field
          label={words.paperList.code}
          hint={words.paperList.codeHint}
          value={code}
          onValue={setCode}
          autoComplete="off"
          wrong={wrong === "code"}
        />
        <div class="field">
          <label for="paper-day">{words.paperList.day}</label>
          <input
            id="paper-day"
            type="date"
            value={day}
            min={dayOf(Date.now() / 1000 - 3 * 86_400)}
            max={dayOf(Date.now() / 1000)}
            onInput={(event) => setDay(event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label for="paper-time">{words.paperList.time}</label>
          <input
            id="paper-time"
            type="time"
            value={time}
            aria-invalid={wrong === "time" ? "true" : undefined}
            onInput={(event) => setTime(event.currentTarget.value)}
          />
        </div>
        <PartyStepper party={party} onParty={setParty} />
      </Form>
      <p role="status">{written.length ? words.paperList.count(written.length) : ""}</p>
      <ul class="rows">
        {written.slice(0, 10).map(({ at, repeated }, place) => (
          <li key={written.length - place}>
            <span>{clockTime(at)}</span> {repeated ? words.paperList.repeated : words.paperList.stored}
          </li>
        ))}
      </ul>
    </>
  );
}
