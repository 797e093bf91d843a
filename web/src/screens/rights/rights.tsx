import { useEffect, useState } from "preact/hooks";

import { aboutMe, askCorrection, eraseMe, type Me, withdrawConsent } from "../../delivery/me";
import { dayInWords } from "../../rules/moment";
import { eraseVisits } from "../../store/visits";
import { Field } from "../../ui/field";
import { Sure } from "../../ui/sheet";
import { Note, Screen, useScene } from "../../ui/shell";
import { explain } from "../../ui/trouble";
import { ChangeNumber } from "./change-number";

/** What is stored about me, and what I may do about it. */
export function RightsScreen() {
  const { words, verified, policy } = useScene();
  const [said, setSaid] = useState<string | null>(null);
  return (
    <Screen title={words.rights.title} back="/#/more" class="rights">
      {said ? <Note tone="good">{said}</Note> : null}
      {verified ? (
        <>
          <Stored />
          <ChangeNumber />
          <Correction />
          <Withdrawal onDone={() => setSaid(words.rights.withdrawn)} />
          <Erasure onDone={() => setSaid(words.rights.erased)} />
        </>
      ) : (
        <p class="lead">{words.rights.notSignedUp}</p>
      )}
      <p class="small">{words.rights.visitsNote(policy?.retentionDays ?? 28)}</p>
    </Screen>
  );
}

function Stored() {
  const { words, language } = useScene();
  const [me, setMe] = useState<Me | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    aboutMe().then(setMe, (error: unknown) => setTrouble(explain(error, words)));
  }, []);
  return (
    <section>
      <h2>{words.rights.stored}</h2>
      {trouble ? <Note tone="wait">{trouble}</Note> : null}
      <dl class="facts">
        <div>
          <dt>{words.rights.phone}</dt>
          <dd>{words.rights.sealed}</dd>
        </div>
        <div>
          <dt>{words.signUp.name}</dt>
          <dd>{words.rights.sealed}</dd>
        </div>
        {me ? (
          <>
            <div>
              <dt>{words.rights.verifiedAt}</dt>
              <dd>{dayInWords(Date.parse(me.verified_at) / 1000, language)}</dd>
            </div>
            <div>
              <dt>{words.rights.lastSeen}</dt>
              <dd>{dayInWords(Date.parse(me.last_seen_week) / 1000, language)}</dd>
            </div>
            <div>
              <dt>{words.rights.consent}</dt>
              <dd>{me.consent}</dd>
            </div>
          </>
        ) : null}
      </dl>
    </section>
  );
}

function Correction() {
  const { words } = useScene();
  const [text, setText] = useState("");
  const [said, setSaid] = useState<{ good: boolean; text: string } | null>(null);
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!text.trim()) return;
    try {
      await askCorrection(text.trim());
      setText("");
      setSaid({ good: true, text: words.rights.corrected });
    } catch (error) {
      setSaid({ good: false, text: explain(error, words) });
    }
  }
  return (
    <section>
      <h2>{words.rights.correct}</h2>
      <form onSubmit={submit}>
        <p>{words.rights.correctLead}</p>
        <Field label={words.rights.correctLabel} value={text} onValue={setText} rows={3} />
        {said ? <Note tone={said.good ? "good" : "bad"}>{said.text}</Note> : null}
        <button type="submit" class="secondary">
          {words.rights.sendCorrection}
        </button>
      </form>
    </section>
  );
}

function Withdrawal({ onDone }: { onDone: () => void }) {
  const { words } = useScene();
  return (
    <section>
      <h2>{words.rights.withdraw}</h2>
      <p>{words.rights.withdrawLead}</p>
      <Final
        name={words.rights.withdrawButton}
        question={words.rights.withdrawSure}
        act={withdrawConsent}
        onDone={onDone}
      />
    </section>
  );
}

function Erasure({ onDone }: { onDone: () => void }) {
  const { words } = useScene();
  const [alsoPhone, setAlsoPhone] = useState(false);
  const erase = async (): Promise<void> => {
    await eraseMe();
    if (alsoPhone) await eraseVisits();
  };
  return (
    <section>
      <h2>{words.rights.erase}</h2>
      <p>{words.rights.eraseLead}</p>
      <label class="check">
        <input type="checkbox" checked={alsoPhone} onChange={(event) => setAlsoPhone(event.currentTarget.checked)} />
        <span>{words.rights.alsoPhone}</span>
      </label>
      <Final name={words.rights.eraseButton} question={words.rights.eraseSure} act={erase} onDone={onDone} />
    </section>
  );
}

interface FinalProps {
  name: string;
  question: string;
  act(): Promise<void>;
  onDone(): void;
}

/** A button for an act that can't be undone: asks first, and says why where it failed. */
function Final({ name, question, act, onDone }: FinalProps) {
  const { words } = useScene();
  const [asking, setAsking] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const go = (): void => {
    setAsking(false);
    act().then(onDone, (error: unknown) => setTrouble(explain(error, words)));
  };
  return (
    <>
      {trouble ? <Note tone="bad">{trouble}</Note> : null}
      <button type="button" class="final" onClick={() => setAsking(true)}>
        {name}
      </button>
      {asking ? <Sure question={question} yes={name} onYes={go} onNo={() => setAsking(false)} /> : null}
    </>
  );
}
