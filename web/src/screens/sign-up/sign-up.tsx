import { useState } from "preact/hooks";

import type { SentCode } from "../../delivery/session";
import { allVisits } from "../../store/visits";
import { InAppNote } from "../../ui/in-app";
import { LanguageChoice } from "../../ui/language";
import { useLive } from "../../ui/live";
import { Screen, useScene } from "../../ui/shell";
import { CodeStep } from "./code-step";
import { PhoneStep } from "./phone-step";

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
      <InAppNote />
      <p class="lead">{venue ? words.signUp.forVenue(venue) : lead}</p>
      {sent ? (
        <CodeStep sent={sent} onDone={onDone} onBack={() => setSent(null)} onResent={setSent} />
      ) : (
        <PhoneStep phone={phone} setPhone={setPhone} onSent={setSent} />
      )}
    </Screen>
  );
}
