import { useEffect, useState } from "preact/hooks";

import { aboutMe, askCorrection, eraseMe, type Me, withdrawConsent } from "../../delivery/me";
import { serverNow } from "../../device/clock";
import { CONSENT_VERSION } from "../../rules/consent";
import { dateInWords } from "../../rules/moment";
import { unbroken } from "../../rules/unbroken";
import { keep, read } from "../../store/kept";
import { eraseVisits } from "../../store/visits";
import { Field } from "../../ui/field";
import { Form } from "../../ui/form";
import { useLive } from "../../ui/live";
import { NetButton } from "../../ui/online";
import { usePolicy } from "../../ui/policy";
import { Sure } from "../../ui/sheet";
import { Note, Screen, useScene } from "../../ui/shell";
import { explain } from "../../ui/trouble";
import { Consent } from "../sign-up/consent";
import { ChangeNumber } from "./change-number";

/** What is stored about me, and what I may do about it. */
export function RightsScreen() {
  const { words, verified, language } = useScene();
  const { retentionDays } = usePolicy();
  const [said, setSaid] = useState<string | null>(null);
  const ended = useLive(async () => ({ on: await read("endedOn"), until: await read("keptUntil") }));
  return (
    <Screen title={words.rights.title} back="/#/more" class="rights">
      {said ? <Note tone="good">{said}</Note> : null}
      {verified ? (
        <Mine onDone={setSaid} />
      ) : (
        <p class="lead">
          {ended?.on && ended.until
            ? words.rights.withdrawnOn(dateInWords(ended.on, language), lastDay(ended.until, language))
            : words.rights.notSignedUp}
        </p>
      )}
      <p class="small">{words.rights.visitsNote(retentionDays)}</p>
    </Screen>
  );
}

/** A calendar day of the province in words, wherever the phone is. */
function lastDay(day: string, language: string): string {
  return dateInWords(Date.parse(`${day}T12:00:00+09:00`) / 1000, language);
}

function Mine({ onDone }: { onDone: (said: string) => void }) {
  const { words, language } = useScene();
  const [me, setMe] = useState<Me | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const load = (): void => {
    aboutMe().then(setMe, (error: unknown) => setTrouble(explain(error, words)));
  };
  useEffect(load, []);
  const withdraw = async (): Promise<void> => {
    const until = await withdrawConsent();
    await keep("endedOn", Math.floor((await serverNow()) / 1000));
    if (until) await keep("keptUntil", until);
    onDone(until ? words.rights.withdrawn(lastDay(until, language)) : words.rights.nothingLeft);
  };
  return (
    <>
      <Stored me={me} trouble={trouble} />
      <ChangeNumber />
      <Correction requests={me?.requests ?? []} onSent={load} />
      <Withdrawal act={withdraw} />
      <Erasure onDone={() => onDone(words.rights.erased)} />
    </>
  );
}

function Stored({ me, trouble }: { me: Me | null; trouble: string | null }) {
  const { words, language } = useScene();
  const own = useLive(() => read("ownNumber"));
  const day = (text: string): string => dateInWords(Date.parse(text) / 1000, language);
  return (
    <section>
      <h2>{words.rights.stored}</h2>
      {trouble ? <Note tone="wait">{trouble}</Note> : null}
      <dl class="facts">
        <div>
          <dt>{words.rights.phone}</dt>
          <dd>{own ?? words.rights.sealed}</dd>
        </div>
        <div>
          <dt>{words.signUp.name}</dt>
          <dd>{words.rights.sealed}</dd>
        </div>
        {me ? (
          <>
            <div>
              <dt>{words.rights.verifiedAt}</dt>
              <dd>{me.verified_by === "email" ? words.rights.byMail(day(me.verified_on)) : day(me.verified_on)}</dd>
            </div>
            <div>
              <dt>{words.rights.lastSeen}</dt>
              <dd>{words.rights.weekOf(day(me.last_seen_week))}</dd>
            </div>
            <div>
              <dt>{words.rights.consent}</dt>
              <dd>{words.rights.consentOf(unbroken(me.consent))}</dd>
            </div>
          </>
        ) : null}
      </dl>
      <details class="folded">
        <summary>{`${words.rights.readConsent} (${words.rights.consentOf(unbroken(CONSENT_VERSION))})`}</summary>
        <Consent />
      </details>
    </section>
  );
}

function Correction({ requests, onSent }: { requests: Me["requests"]; onSent: () => void }) {
  const { words } = useScene();
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  async function act(): Promise<string | null> {
    setWrong(!text.trim());
    if (!text.trim()) return words.rights.correctEmpty;
    await askCorrection(text.trim());
    setText("");
    onSent();
    return null;
  }
  return (
    <section>
      <h2>{words.rights.correct}</h2>
      <p>{words.rights.correctLead}</p>
      <Requests requests={requests} />
      <Form act={act} button={words.rights.sendCorrection} tone="secondary" needsNetwork>
        <Field label={words.rights.correctLabel} value={text} onValue={setText} rows={3} wrong={wrong} />
      </Form>
    </section>
  );
}

/** What became of each request; its words are destroyed once it is done. */
function Requests({ requests }: { requests: Me["requests"] }) {
  const { words, language } = useScene();
  const day = (text: string): string => dateInWords(Date.parse(text) / 1000, language);
  if (!requests.length) return null;
  return (
    <ul class="requests" aria-label={words.rights.requests}>
      {requests.map(({ id, asked_at, done_at }) => (
        <li key={id} data-done={done_at !== null}>
          <span>{words.rights.asked(day(asked_at))}</span>
          <strong>{done_at ? words.rights.answered(day(done_at)) : words.rights.inHand}</strong>
        </li>
      ))}
    </ul>
  );
}

function Withdrawal({ act }: { act: () => Promise<void> }) {
  const { words } = useScene();
  const { retentionDays } = usePolicy();
  return (
    <section>
      <h2>{words.rights.withdraw}</h2>
      <p>{words.rights.withdrawLead(retentionDays + 1)}</p>
      <Final name={words.rights.withdrawButton} question={words.rights.withdrawSure} act={act} />
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
  onDone?(): void;
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
      <NetButton class="final" onClick={() => setAsking(true)} text={name} />
      {asking ? <Sure question={question} yes={name} onYes={go} onNo={() => setAsking(false)} /> : null}
    </>
  );
}
