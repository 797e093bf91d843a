import { useEffect, useRef, useState } from "preact/hooks";

import { refreshPolicy } from "../../delivery/directories";
import { Problem } from "../../delivery/gateway";
import { type SentCode, sendCode, signUp } from "../../delivery/session";
import { countdown } from "../../rules/moment";
import { groupPhone } from "../../rules/phone";
import { unbroken } from "../../rules/unbroken";
import { Field } from "../../ui/field";
import { Form } from "../../ui/form";
import { useSeconds } from "../../ui/live";
import { Note, useScene } from "../../ui/shell";
import { explain } from "../../ui/trouble";

interface CodeStepProps {
  sent: SentCode;
  onDone(): void;
  onBack(): void;
  onResent(sent: SentCode): void;
}

/** A code that can no longer be right: only a new one helps. */
const SPENT = ["too-many-tries", "unknown-verification"];

/** The six digits of the message, taken as soon as they are complete. */
export function CodeStep({ sent, onDone, onBack, onResent }: CodeStepProps) {
  const { words, policy } = useScene();
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState(false);
  const [spent, setSpent] = useState(false);
  const [said, setSaid] = useState<{ good: boolean; text: string } | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const left = sent.expiresAt - useSeconds();
  const over = spent || left <= 0;

  useEffect(() => {
    if (digitsOf(code).length === 6) place.current?.querySelector("form")?.requestSubmit();
  }, [code]);

  async function act(): Promise<string | null> {
    const digits = digitsOf(code);
    setSaid(null);
    if (digits.length !== 6) {
      setWrong(true);
      return words.signUp.codeWrong;
    }
    setWrong(false);
    try {
      const consent = (policy ?? (await refreshPolicy())).consentVersion;
      await signUp({ ...sent, code: digits, name: name.trim(), consent });
      onDone();
      return null;
    } catch (error) {
      setWrong(true);
      setSpent(error instanceof Problem && SPENT.includes(error.code));
      throw error;
    }
  }

  async function resend(): Promise<void> {
    try {
      onResent(await sendCode(sent));
      setCode("");
      setWrong(false);
      setSpent(false);
      setSaid({ good: true, text: words.signUp.resent });
    } catch (error) {
      setSaid({ good: false, text: explain(error, words) });
    }
  }

  const again = (
    <button type="button" class={over ? "primary" : "quiet"} onClick={() => void resend()}>
      {words.signUp.resend}
    </button>
  );
  return (
    <div ref={place} class="stack">
      <Form act={act} button={words.signUp.finish} tone={over ? "secondary" : "primary"}>
        {policy?.name === "unused" ? null : (
          <Name required={policy?.name === "required"} value={name} onValue={setName} />
        )}
        <Field
          label={words.signUp.code}
          hint={
            sent.email ? words.signUp.mailHint(sent.email) : words.signUp.codeHint(unbroken(groupPhone(sent.phone!)))
          }
          value={code}
          onValue={setCode}
          wrong={wrong}
          inputMode="numeric"
          autoComplete="one-time-code"
          class="code"
          autoFocus
        />
        <p class="countdown" aria-hidden="true">
          {over ? words.signUp.codeOver : words.signUp.codeLeft(countdown(left))}
        </p>
        {said ? <Note tone={said.good ? "good" : "bad"}>{said.text}</Note> : null}
      </Form>
      {over ? again : null}
      <div class="pair">
        {over ? null : again}
        <button type="button" class="quiet" onClick={onBack}>
          {words.signUp.otherPhone}
        </button>
      </div>
    </div>
  );
}

/** Before the code, which is taken as soon as it is complete; folded where nobody asks for it. */
function Name({ required, value, onValue }: { required: boolean; value: string; onValue: (name: string) => void }) {
  const { words } = useScene();
  const field = (
    <Field
      label={words.signUp.name}
      hint={required ? words.signUp.nameNeeded : words.signUp.nameHint}
      value={value}
      onValue={onValue}
      autoComplete="name"
    />
  );
  if (required) return field;
  return (
    <details class="folded">
      <summary>{`${words.signUp.name} (${words.common.optional})`}</summary>
      {field}
    </details>
  );
}

const digitsOf = (text: string): string => text.normalize("NFKC").replace(/\D/g, "");
