import { useRef, useState } from "preact/hooks";

import { type Entered, enterPerson, newEntryId, undoEntry } from "../../delivery/devices";
import { isAboutPhone } from "../../delivery/gateway";
import { signal } from "../../device/signal";
import { clockTime } from "../../rules/moment";
import { groupPhone } from "../../rules/phone";
import { Field } from "../../ui/field";
import { Form } from "../../ui/form";
import { useSeconds } from "../../ui/live";
import { usePolicy } from "../../ui/policy";
import { Note, useScene } from "../../ui/shell";
import { explain } from "../../ui/trouble";
import { PartyStepper } from "./party";

/** Somebody without a phone: what staff say, what they type, and a minute in which it can be undone. */
export function WithoutPhone({ token }: { token: string }) {
  const [entered, setEntered] = useState<Entered | null>(null);
  return entered ? (
    <Done token={token} entered={entered} onNext={() => setEntered(null)} />
  ) : (
    <Entry token={token} onEntered={setEntered} />
  );
}

function Entry({ token, onEntered }: { token: string; onEntered(entered: Entered): void }) {
  const { words } = useScene();
  const { retentionDays, identityDays } = usePolicy();
  // The same entry sent again, its answer lost, is stored once.
  const id = useRef(newEntryId());
  const [name, setName] = useState("");
  const [phone, setPhone] = useState("");
  const [party, setParty] = useState(0);
  const [agreed, setAgreed] = useState(false);
  const [safeCode, setSafeCode] = useState(false);
  const [wrong, setWrong] = useState<"name" | "phone" | "agreed" | null>(null);

  async function act(): Promise<string | null> {
    const [field, why] = judge();
    setWrong(field);
    if (field) return why;
    try {
      onEntered(await enterPerson(token, id.current, { name: name.trim(), phone, party, safeCode }));
      signal(true);
    } catch (error) {
      if (isAboutPhone(error)) setWrong("phone");
      signal(false);
      throw error;
    }
    return null;
  }

  function judge(): ["name" | "phone" | "agreed", string] | [null, ""] {
    if (!name.trim()) return ["name", words.companions.noName];
    if (phone.replace(/\D/g, "").length < 8) return ["phone", words.person.phoneWrong];
    if (!agreed) return ["agreed", words.person.agreeNeeded];
    return [null, ""];
  }

  return (
    <>
      <section class="card spoken">
        <h2>{words.person.say}</h2>
        <p>{words.person.spoken(retentionDays, identityDays)}</p>
      </section>
      <Form act={act} button={words.person.enter} needsNetwork>
        <Field label={words.person.name} value={name} onValue={setName} autoComplete="off" wrong={wrong === "name"} />
        <Field
          label={words.person.phone}
          hint={words.person.phoneHint}
          value={phone}
          onValue={setPhone}
          format={groupPhone}
          type="tel"
          inputMode="tel"
          autoComplete="off"
          wrong={wrong === "phone"}
        />
        <PartyStepper party={party} onParty={setParty} />
        <div class="ticks">
          <Tick text={words.person.agreed} checked={agreed} onChecked={setAgreed} wrong={wrong === "agreed"} />
          <Tick text={words.person.giveCode} checked={safeCode} onChecked={setSafeCode} />
        </div>
      </Form>
      <p class="small">{words.person.unverified}</p>
    </>
  );
}

interface TickProps {
  text: string;
  checked: boolean;
  onChecked(checked: boolean): void;
  wrong?: boolean;
}

function Tick({ text, checked, onChecked, wrong }: TickProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={checked}
        aria-invalid={wrong ? "true" : undefined}
        onChange={(event) => onChecked(event.currentTarget.checked)}
      />
      <span>{text}</span>
    </label>
  );
}

interface DoneProps {
  token: string;
  entered: Entered;
  onNext(): void;
}

function Done({ token, entered, onNext }: DoneProps) {
  const { words } = useScene();
  const seconds = useSeconds();
  const [undone, setUndone] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const left = Math.max(0, Math.floor(entered.undoUntil - seconds));
  const undo = (): void => {
    undoEntry(token, entered.undo).then(
      () => setUndone(true),
      (error: unknown) => setTrouble(explain(error, words)),
    );
  };
  return (
    <>
      {undone ? (
        <Note tone="plain" head={words.person.undone} />
      ) : (
        <div class="reader-good" role="status">
          <strong>{words.reader.recorded}</strong>
          <span>{clockTime(entered.enteredAt)}</span>
          <p>{words.reader.recordedHelp}</p>
        </div>
      )}
      {entered.safeCode && !undone ? (
        <section class="card">
          <h2>{words.person.codeTitle}</h2>
          <p class="safe-code">{entered.safeCode}</p>
          <p>{words.person.codeHelp}</p>
        </section>
      ) : null}
      {trouble ? <Note tone="bad">{trouble}</Note> : null}
      <button type="button" class="primary" onClick={onNext}>
        {words.reader.again}
      </button>
      {left > 0 && !undone ? (
        <button type="button" class="secondary" onClick={undo}>
          {words.person.undo(left)}
        </button>
      ) : null}
    </>
  );
}
