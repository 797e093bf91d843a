import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { Problem } from "../../delivery/gateway";
import { type SentCode, sendCode } from "../../delivery/session";
import { countdown } from "../../rules/moment";
import { groupPhone } from "../../rules/phone";
import { unbroken } from "../../rules/unbroken";
import { Field } from "../../ui/field";
import { Form } from "../../ui/form";
import { useSeconds } from "../../ui/live";
import { Note, useScene } from "../../ui/shell";
import { explain } from "../../ui/trouble";

interface CodeFormProps {
  sent: SentCode;
  button: string;
  /** Trades the six digits. */
  submit(digits: string): Promise<void>;
  onBack(): void;
  onResent(sent: SentCode): void;
  /** What is asked for before the code, which is taken as soon as it is complete. */
  children?: ComponentChildren;
}

/** A code that can no longer be right: only a new one helps. */
const SPENT = ["too-many-tries", "unknown-verification"];

/** The six digits of the message, taken as soon as they stand; a code that is spent gives way to a new one. */
export function CodeForm({ sent, button, submit, onBack, onResent, children }: CodeFormProps) {
  const { words } = useScene();
  const [code, setCode] = useState("");
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
    setWrong(digits.length !== 6);
    if (digits.length !== 6) return words.signUp.codeWrong;
    try {
      await submit(digits);
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
      <Form act={act} button={button} tone={over ? "secondary" : "primary"}>
        {children}
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

const digitsOf = (text: string): string => text.normalize("NFKC").replace(/\D/g, "");
