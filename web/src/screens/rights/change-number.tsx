import { useState } from "preact/hooks";

import { changePhone } from "../../delivery/me";
import { type SentCode, sendCode } from "../../delivery/session";
import { Field } from "../../ui/field";
import { Note, useScene } from "../../ui/shell";
import { explain } from "../../ui/trouble";

/** A new number, proven by a code sent to it; the person stays the same. */
export function ChangeNumber() {
  const { words } = useScene();
  const [phone, setPhone] = useState("");
  const [sent, setSent] = useState<SentCode | null>(null);
  const [code, setCode] = useState("");
  const [said, setSaid] = useState<{ good: boolean; text: string } | null>(null);

  async function send(): Promise<void> {
    setSent(await sendCode(phone));
    setSaid(null);
  }

  async function change({ verificationId }: SentCode): Promise<void> {
    await changePhone({ verification_id: verificationId, code: code.replace(/\D/g, ""), phone });
    setSent(null);
    setPhone("");
    setCode("");
    setSaid({ good: true, text: words.rights.changed });
  }

  function submit(event: Event): void {
    event.preventDefault();
    (sent ? change(sent) : send()).catch((error: unknown) => setSaid({ good: false, text: explain(error, words) }));
  }

  return (
    <section>
      <h2>{words.rights.change}</h2>
      <form onSubmit={submit} noValidate>
        <p>{words.rights.changeLead}</p>
        {sent ? (
          <Field
            label={words.signUp.code}
            hint={words.signUp.codeHint(phone)}
            value={code}
            onValue={setCode}
            inputMode="numeric"
            autoComplete="one-time-code"
            class="code"
          />
        ) : (
          <Field
            label={words.rights.newPhone}
            value={phone}
            onValue={setPhone}
            type="tel"
            inputMode="tel"
            autoComplete="tel"
          />
        )}
        {said ? <Note tone={said.good ? "good" : "bad"}>{said.text}</Note> : null}
        <button type="submit" class="secondary">
          {sent ? words.rights.change : words.signUp.send}
        </button>
      </form>
    </section>
  );
}
