import { useState } from "preact/hooks";

import { isAboutPhone } from "../../delivery/gateway";
import { changePhone } from "../../delivery/me";
import { type SentCode, sendCode } from "../../delivery/session";
import { cleanPhone, groupPhone, judgePhone } from "../../rules/phone";
import { unbroken } from "../../rules/unbroken";
import { Field } from "../../ui/field";
import { Form } from "../../ui/form";
import { Note, useScene } from "../../ui/shell";

/** A new number, proven by a code sent to it; the person stays the same. */
export function ChangeNumber() {
  const { words } = useScene();
  const [phone, setPhone] = useState("");
  const [sent, setSent] = useState<SentCode | null>(null);
  const [code, setCode] = useState("");
  const [wrong, setWrong] = useState(false);
  const [done, setDone] = useState(false);

  async function send(): Promise<string | null> {
    const bad = judgePhone(phone);
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

  async function change({ verificationId, phone: proven }: SentCode): Promise<string | null> {
    const digits = code.normalize("NFKC").replace(/\D/g, "");
    setWrong(digits.length !== 6);
    if (digits.length !== 6) return words.signUp.codeWrong;
    await changePhone({ verification_id: verificationId, code: digits, phone: proven! });
    setSent(null);
    setPhone("");
    setCode("");
    setDone(true);
    return null;
  }

  return (
    <section>
      <h2>{words.rights.change}</h2>
      <p>{words.rights.changeLead}</p>
      <Form
        act={() => (sent ? change(sent) : send())}
        button={sent ? words.rights.change : words.signUp.send}
        tone="secondary"
        needsNetwork
      >
        {sent ? (
          <Field
            label={words.signUp.code}
            hint={words.signUp.codeHint(unbroken(groupPhone(sent.phone!)))}
            value={code}
            onValue={setCode}
            wrong={wrong}
            inputMode="numeric"
            autoComplete="one-time-code"
            class="code"
          />
        ) : (
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
        )}
        {done ? <Note tone="good">{words.rights.changed}</Note> : null}
      </Form>
    </section>
  );
}
