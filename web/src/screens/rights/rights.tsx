import { useEffect, useState } from "preact/hooks";

import { ask, askJson } from "../../delivery/gateway";
import { sessionToken, signOut } from "../../delivery/session";
import { dayInWords } from "../../rules/moment";
import { eraseVisits } from "../../store/visits";
import { Field } from "../../ui/field";
import { Sure } from "../../ui/sheet";
import { Note, Screen, useScene } from "../../ui/shell";
import { explain } from "../../ui/trouble";
import { ChangeNumber } from "./change-number";

interface Me {
  verified_at: string;
  /** The Monday of that week. */
  last_seen_week: string;
  consent: string;
}

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
    sessionToken()
      .then((token) => askJson<Me>("/v1/me", { token }))
      .then(setMe, (error: unknown) => setTrouble(explain(error, words)));
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
      await ask("/v1/me/corrections", { body: { text: text.trim() }, token: await sessionToken() });
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
  const [asking, setAsking] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  async function withdraw(): Promise<void> {
    setAsking(false);
    try {
      await ask("/v1/me/withdrawal", { method: "POST", token: await sessionToken() });
      await signOut();
      onDone();
    } catch (error) {
      setTrouble(explain(error, words));
    }
  }
  return (
    <section>
      <h2>{words.rights.withdraw}</h2>
      <p>{words.rights.withdrawLead}</p>
      {trouble ? <Note tone="bad">{trouble}</Note> : null}
      <button type="button" class="quiet bad" onClick={() => setAsking(true)}>
        {words.rights.withdrawButton}
      </button>
      {asking ? (
        <Sure
          question={words.rights.withdrawSure}
          yes={words.rights.withdrawButton}
          onYes={() => void withdraw()}
          onNo={() => setAsking(false)}
        />
      ) : null}
    </section>
  );
}

function Erasure({ onDone }: { onDone: () => void }) {
  const { words } = useScene();
  const [asking, setAsking] = useState(false);
  const [alsoPhone, setAlsoPhone] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  async function erase(): Promise<void> {
    setAsking(false);
    try {
      await ask("/v1/me", { method: "DELETE", token: await sessionToken() });
      if (alsoPhone) await eraseVisits();
      await signOut();
      onDone();
    } catch (error) {
      setTrouble(explain(error, words));
    }
  }
  return (
    <section>
      <h2>{words.rights.erase}</h2>
      <p>{words.rights.eraseLead}</p>
      <label class="check">
        <input type="checkbox" checked={alsoPhone} onChange={(event) => setAlsoPhone(event.currentTarget.checked)} />
        <span>{words.rights.alsoPhone}</span>
      </label>
      {trouble ? <Note tone="bad">{trouble}</Note> : null}
      <button type="button" class="danger" onClick={() => setAsking(true)}>
        {words.rights.eraseButton}
      </button>
      {asking ? (
        <Sure
          question={words.rights.eraseSure}
          yes={words.rights.eraseButton}
          onYes={() => void erase()}
          onNo={() => setAsking(false)}
        />
      ) : null}
    </section>
  );
}
