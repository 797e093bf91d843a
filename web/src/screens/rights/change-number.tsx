import { useState } from "preact/hooks";

import { isAboutPhone } from "../../delivery/gateway";
import { changePhone } from "../../delivery/me";
import { type SentCode, sendCode } from "../../delivery/session";
import { cleanPhone, groupPhone, judgePhone } from "../../rules/phone";
import { Field } from "../../ui/field";
import { Form } from "../../ui/form";
import { Note, useScene } from "../../ui/shell";
import { CodeForm } from "../sign-up/code-form";

/** A new number, proven by a code sent to it; the person stays the same. */
export function ChangeNumber() {
  const { words } = useScene();
  const [phone, setPhone] = useState("");
  const [sent, setSent] = useState<SentCode | null>(null);
  const [wrong, setWrong] = useState(false);
  const [done, setDone] = useState(false);

  async function send(): Promise<string | null> {
    const bad = judgePhone(phone);
    setDone(false);
    setWrong(bad !== null);
    if (bad) return words.signUp.phoneWrong[bad];
    try {
      setSent(await sendCode({ phone: cleanPhone(phone) }));
    } catch (error) {
      setWrong(isAboutPhone(error));
      throw error;
    }
    return null;
  }

  async function change({ verificationId, phone: proven }: SentCode, code: string): Promise<void> {
    await changePhone({ verification_id: verificationId, code, phone: proven! });
    setSent(null);
    setPhone("");
    setDone(true);
  }

  return (
    <section>
      <h2>{words.rights.change}</h2>
      <p>{words.rights.changeLead}</p>
      {sent ? (
        <CodeForm
          sent={sent}
          button={words.rights.change}
          submit={(code) => change(sent, code)}
          onBack={() => setSent(null)}
          onResent={setSent}
        />
      ) : (
        <Form act={send} button={words.signUp.send} tone="secondary" needsNetwork>
          <Field
            label={words.rights.newPhone}
            value={phone}
            onValue={setPhone}
            format={groupPhone}
            wrong={wrong}
            type="tel"
            inputMode="tel"
            autoComplete="tel"
          />
          {done ? <Note tone="good">{words.rights.changed}</Note> : null}
        </Form>
      )}
    </section>
  );
}
