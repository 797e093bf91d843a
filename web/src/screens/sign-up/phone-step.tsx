import { useState } from "preact/hooks";

import { refreshPolicy } from "../../delivery/directories";
import { isAboutPhone, Problem } from "../../delivery/gateway";
import { type SentCode, sendCode } from "../../delivery/session";
import { cleanPhone, groupPhone, judgePhone } from "../../rules/phone";
import { Field } from "../../ui/field";
import { Form } from "../../ui/form";
import { usePolicy } from "../../ui/policy";
import { Sheet } from "../../ui/sheet";
import { useScene } from "../../ui/shell";
import { Agreement } from "./agreement";
import { Consent } from "./consent";

interface PhoneStepProps {
  phone: string;
  setPhone(phone: string): void;
  onSent(sent: SentCode): void;
}

/** The number, and what is agreed to; both fit on one small screen. */
export function PhoneStep({ phone, setPhone, onSent }: PhoneStepProps) {
  const { words, policy } = useScene();
  const { childYears: years } = usePolicy();
  const [ofAge, setOfAge] = useState(false);
  const [byMail, setByMail] = useState(false);
  const [email, setEmail] = useState("");
  const [agreed, setAgreed] = useState(false);
  const [wrong, setWrong] = useState<"phone" | "email" | "age" | "consent" | null>(null);
  const [open, setOpen] = useState<"consent" | "child" | null>(null);

  async function act(): Promise<string | null> {
    const bad = byMail && !phone.trim() ? null : judgePhone(phone);
    if (byMail && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email.trim())) return refuse("email", words.signUp.mailWrong);
    if (bad) return refuse("phone", words.signUp.phoneWrong[bad]);
    if (!ofAge) return refuse("age", words.signUp.ageNeeded(years));
    if (!agreed) return refuse("consent", words.signUp.agreeNeeded);
    setWrong(null);
    try {
      if (!policy) await refreshPolicy();
      onSent(await sendCode({ phone: cleanPhone(phone), ...(byMail ? { email: email.trim() } : {}) }));
      return null;
    } catch (error) {
      if (isAboutPhone(error)) setWrong("phone");
      if (error instanceof Problem && error.code === "bad-email") setWrong("email");
      throw error;
    }
  }

  function refuse(field: "phone" | "email" | "age" | "consent", why: string): string {
    setWrong(field);
    return why;
  }

  return (
    <>
      <Form act={act} button={words.signUp.send}>
        {byMail ? (
          <Field
            label={words.signUp.mail}
            hint={words.signUp.mailWeak}
            value={email}
            onValue={setEmail}
            inputMode="email"
            autoComplete="email"
            wrong={wrong === "email"}
          />
        ) : null}
        <Field
          label={byMail ? `${words.signUp.phone} (${words.common.optional})` : words.signUp.phone}
          hint={byMail ? words.signUp.mailPhone : words.signUp.phoneHint}
          value={phone}
          onValue={setPhone}
          format={groupPhone}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          wrong={wrong === "phone"}
        />
        <div class="agreements">
          <Agreement
            text={words.signUp.ofAge(years)}
            checked={ofAge}
            onChecked={setOfAge}
            wrong={wrong === "age"}
            more={words.signUp.underAge(years)}
            onMore={() => setOpen("child")}
          />
          <Agreement
            text={words.signUp.agree}
            checked={agreed}
            onChecked={setAgreed}
            wrong={wrong === "consent"}
            more={words.signUp.read}
            onMore={() => setOpen("consent")}
          />
        </div>
      </Form>
      {policy?.email ? (
        <button type="button" class="quiet" onClick={() => setByMail(!byMail)}>
          {byMail ? words.signUp.byText : words.signUp.byMail}
        </button>
      ) : null}
      {open === "consent" ? (
        <Sheet title={words.signUp.consentTitle} onClose={() => setOpen(null)}>
          <Consent />
          <button
            type="button"
            class="primary"
            onClick={() => {
              setAgreed(true);
              setOpen(null);
            }}
          >
            {words.signUp.agreeHere}
          </button>
        </Sheet>
      ) : null}
      {open === "child" ? (
        <Sheet title={words.signUp.underAge(years)} onClose={() => setOpen(null)}>
          {words.signUp.child(years).map((line) => (
            <p key={line}>{line}</p>
          ))}
        </Sheet>
      ) : null}
    </>
  );
}
