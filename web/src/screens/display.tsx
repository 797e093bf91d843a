import { useEffect, useState } from "preact/hooks";

import { nameOfVenue } from "../delivery/venues";
import { stayAwake } from "../device/awake";
import { report } from "../device/report";
import { readCode } from "../rules/codes";
import { clockTime } from "../rules/moment";
import type { VenueName } from "../rules/names";
import { readSecret, STEP_SECONDS, totp } from "../rules/totp";
import { Mark } from "../ui/icons";
import { useSeconds } from "../ui/live";
import { Qr } from "../ui/qr";
import { Note, Screen, useScene } from "../ui/shell";
import { LANGUAGES, type Language, loadWords } from "../words";

/** A venue's screen: a QR that changes every half minute, computed here; the secret stays in the hash. */
export function DisplayScreen() {
  const { words } = useScene();
  const [codeText, secretText] = location.hash.slice(1).split(".");
  const code = readCode(codeText ?? "");
  const secret = readSecret(secretText ?? "");
  if (!code || !secret)
    return (
      <Screen title={words.display.wrong}>
        <Note tone="bad">{words.display.wrongHelp}</Note>
      </Screen>
    );
  return <Rotating code={code} secret={secret} />;
}

function Rotating({ code, secret }: { code: string; secret: Uint8Array<ArrayBuffer> }) {
  const { words, language } = useScene();
  const leads = useLeads(words.display.lead);
  useAwake();
  const seconds = useSeconds();
  const step = Math.floor(seconds / STEP_SECONDS);
  const [digits, setDigits] = useState<string | null>(null);
  const [name, setName] = useState<VenueName | null>(null);
  useEffect(() => void totp(secret, seconds).then(setDigits), [step]);
  // With no network the title stands where the name would.
  useEffect(() => void nameOfVenue(code).then(setName, () => setName(null)), [code]);
  return (
    <main class="display" id="main">
      <header>
        <Mark />
        <h1>{name ? (language === "ko" ? name.ko : name.en) : words.display.title}</h1>
      </header>
      {digits ? <Qr text={`${location.origin}/v/${code}?d=${digits}`} label={words.display.alt} /> : null}
      {leads.map(({ tongue, text }, place) => (
        <p key={tongue} lang={tongue} class={place ? "display-also" : "display-lead"}>
          {text}
        </p>
      ))}
      <progress
        max={STEP_SECONDS}
        value={STEP_SECONDS - (seconds % STEP_SECONDS)}
        aria-label={words.display.changes(STEP_SECONDS - (seconds % STEP_SECONDS))}
      />
      <p class="display-clock">{clockTime(seconds)}</p>
    </main>
  );
}

/** What to do, in the screen's language first and then in the others, as on the poster: anybody may stand before it. */
function useLeads(own: string): { tongue: string; text: string }[] {
  const { language } = useScene();
  const [others, setOthers] = useState<{ tongue: string; text: string }[]>([]);
  useEffect(() => {
    const tongues = (Object.keys(LANGUAGES) as Language[]).filter((tongue) => tongue !== language);
    const load = async (tongue: Language) => ({ tongue, text: (await loadWords(tongue)).display.lead });
    void Promise.all(tongues.map(load)).then(setOthers, report);
  }, [language]);
  return [{ tongue: language, text: own }, ...others];
}

/** A screen that goes dark is no poster. */
function useAwake(): void {
  useEffect(stayAwake, []);
}
