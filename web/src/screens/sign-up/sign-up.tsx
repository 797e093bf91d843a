import { useState } from "preact/hooks";

import { refreshPolicy } from "../../delivery/directories";
import { Problem } from "../../delivery/gateway";
import { type SentCode, sendCode, signUp } from "../../delivery/session";
import { allVisits } from "../../store/visits";
import { Field } from "../../ui/field";
import { LanguageChoice } from "../../ui/language";
import { useLive } from "../../ui/live";
import { Note, Screen, useScene } from "../../ui/shell";
import { explain } from "../../ui/trouble";

/** First use: the number once, by a code in a message; consent in plain words; no password, no account. */
export function SignUpScreen({ onDone, venue }: { onDone: () => void; venue?: string | null }) {
  const { words } = useScene();
  const [sent, setSent] = useState<SentCode | null>(null);
  const [phone, setPhone] = useState("");
  const before = useLive(allVisits) ?? [];
  const lead = before.length ? words.signUp.verifyAgain : words.signUp.lead;
  return (
    <Screen title={words.signUp.title} class="sign-up">
      {sent ? null : <LanguageChoice />}
      <p class="lead">{venue ? words.signUp.forVenue(venue) : lead}</p>
      {sent ? (
        <CodeStep sent={sent} onDone={onDone} onBack={() => setSent(null)} onResent={setSent} />
      ) : (
        <PhoneStep phone={phone} setPhone={setPhone} onSent={setSent} />
      )}
    </Screen>
  );
}

interface PhoneStepProps {
  phone: string;
  setPhone(phone: string): void;
  onSent(sent: SentCode): void;
}

function PhoneStep({ phone, setPhone, onSent }: PhoneStepProps) {
  const { words, policy } = useScene();
  const [agreed, setAgreed] = useState(false);
  const [wrong, setWrong] = useState<"phone" | "consent" | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (phone.replace(/\D/g, "").length < 8) return setWrong("phone");
    if (!agreed) return setWrong("consent");
    setWrong(null);
    setBusy(true);
    try {
      if (!policy) await refreshPolicy();
      onSent(await sendCode(phone));
    } catch (error) {
      setTrouble(explain(error, words));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={submit} noValidate>
      <Field
        label={words.signUp.phone}
        hint={words.signUp.phoneHint}
        value={phone}
        onValue={setPhone}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        error={wrong === "phone" ? words.signUp.phoneWrong : null}
      />
      <section class="consent" aria-labelledby="consent">
        <h2 id="consent">{words.signUp.consentTitle}</h2>
        <dl>
          {words.signUp.consent(policy?.retentionDays ?? 28, policy?.identityDays ?? 56).map(({ head, body }) => (
            <div key={head}>
              <dt>{head}</dt>
              <dd>{body}</dd>
            </div>
          ))}
        </dl>
        <label class="check">
          <input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.currentTarget.checked)} />
          <span>{words.signUp.agree}</span>
        </label>
        {wrong === "consent" ? <Note tone="bad">{words.signUp.agreeNeeded}</Note> : null}
      </section>
      {trouble ? <Note tone="bad">{trouble}</Note> : null}
      <button type="submit" class="primary" disabled={busy}>
        {words.signUp.send}
      </button>
    </form>
  );
}

interface CodeStepProps {
  sent: SentCode;
  onDone(): void;
  onBack(): void;
  onResent(sent: SentCode): void;
}

function CodeStep({ sent, onDone, onBack, onResent }: CodeStepProps) {
  const { words, policy } = useScene();
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const digits = code.replace(/\D/g, "");
    if (digits.length !== 6) return setWrong(words.signUp.codeWrong);
    setBusy(true);
    try {
      const consent = (policy ?? (await refreshPolicy())).consentVersion;
      await signUp({ ...sent, code: digits, name: name.trim(), consent });
      onDone();
    } catch (error) {
      const mistaken = error instanceof Problem && !error.detail && error.status < 500;
      setWrong(mistaken ? words.signUp.codeWrong : explain(error, words));
      setBusy(false);
    }
  }

  async function resend(): Promise<void> {
    try {
      onResent(await sendCode(sent.phone));
      setWrong(null);
    } catch (error) {
      setWrong(explain(error, words));
    }
  }

  return (
    <form onSubmit={submit} noValidate>
      <Field
        label={words.signUp.code}
        hint={words.signUp.codeHint(sent.phone)}
        value={code}
        onValue={setCode}
        error={wrong}
        inputMode="numeric"
        autoComplete="one-time-code"
        class="code"
        autoFocus
      />
      {policy?.name === "unused" ? null : (
        <Field
          label={policy?.name === "required" ? words.signUp.name : `${words.signUp.name} (${words.common.optional})`}
          hint={words.signUp.nameHint}
          value={name}
          onValue={setName}
          autoComplete="name"
        />
      )}
      <button type="submit" class="primary" disabled={busy}>
        {words.signUp.finish}
      </button>
      <div class="pair">
        <button type="button" class="quiet" onClick={resend}>
          {words.signUp.resend}
        </button>
        <button type="button" class="quiet" onClick={onBack}>
          {words.signUp.otherPhone}
        </button>
      </div>
    </form>
  );
}
