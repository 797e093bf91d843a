import { useState } from "preact/hooks";

import { ask, askJson } from "../../delivery/gateway";
import { sessionToken } from "../../delivery/session";
import { Field } from "../../ui/field";
import { Note, useScene } from "../../ui/shell";
import { explain } from "../../ui/trouble";

/** A new number, proven by a code sent to it; the person stays the same. */
export function ChangeNumber() {
  const { words } = useScene();
  const [phone, setPhone] = useState("");
  const [verification, setVerification] = useState<string | null>(null);
  const [code, setCode] = useState("");
  const [said, setSaid] = useState<{ good: boolean; text: string } | null>(null);

  async function send(): Promise<void> {
    const answer = await askJson<{ verification_id: string }>("/v1/verifications", { body: { phone } });
    setVerification(answer.verification_id);
    setSaid(null);
  }

  async function change(): Promise<void> {
    const body = { verification_id: verification, code: code.replace(/\D/g, ""), phone };
    await ask("/v1/me/phone", { body, token: await sessionToken() });
    setVerification(null);
    setPhone("");
    setCode("");
    setSaid({ good: true, text: words.rights.changed });
  }

  function submit(event: Event): void {
    event.preventDefault();
    (verification ? change() : send()).catch((error: unknown) => setSaid({ good: false, text: explain(error, words) }));
  }

  return (
    <section>
      <h2>{words.rights.change}</h2>
      <form onSubmit={submit} noValidate>
        <p>{words.rights.changeLead}</p>
        {verification ? (
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
          {verification ? words.rights.change : words.signUp.send}
        </button>
      </form>
    </section>
  );
}
