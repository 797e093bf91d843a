import { useEffect, useRef, useState } from "preact/hooks";

import {
  type DeviceState,
  deviceState,
  forgetDevice,
  isRevoked,
  pairedAs,
  type VenueDevice,
} from "../../delivery/devices";
import { nameOfVenue } from "../../delivery/venues";
import { stayAwake } from "../../device/awake";
import { report } from "../../device/report";
import { readCode } from "../../rules/codes";
import { clockTime } from "../../rules/moment";
import type { VenueName } from "../../rules/names";
import { readSecret, STEP_SECONDS, totp } from "../../rules/totp";
import { Mark } from "../../ui/icons";
import { useLive, useSeconds } from "../../ui/live";
import { Qr } from "../../ui/qr";
import { Note, Screen, useScene } from "../../ui/shell";
import { LANGUAGES, type Language, loadWords } from "../../words";

const ASK_MS = 20_000;

interface Shown {
  code: string;
  secret: Uint8Array<ArrayBuffer>;
  /** Of a paired screen; null while the venue's office made the link. */
  state: DeviceState | null;
}

/** A venue's screen: a QR that changes every half minute, computed here, and how many came today. */
export function DisplayScreen() {
  const kept = useLive(() => pairedAs("display"));
  // A revoked screen forgets its token; that it was this page's stays, as whatever else changes the store asks again.
  const last = useRef<VenueDevice | null>(null);
  if (kept) last.current = kept;
  const paired = kept ?? last.current ?? kept;
  if (location.hash.length > 1) return <Linked hash={location.hash.slice(1)} />;
  if (paired === undefined) return null;
  return paired ? <Paired token={paired.token} /> : <Linked hash="" />;
}

/** By a link of the command line: code and secret stand in the hash, which no server sees. */
function Linked({ hash }: { hash: string }) {
  const { words } = useScene();
  const [codeText, secretText] = hash.split(".");
  const code = readCode(codeText ?? "");
  const secret = readSecret(secretText ?? "");
  if (!code || !secret)
    return (
      <Screen title={words.display.wrong}>
        <Note tone="bad">{words.display.wrongHelp}</Note>
      </Screen>
    );
  return <Rotating code={code} secret={secret} state={null} />;
}

/** By its own token: the secret is asked for again and again, as a revoked screen changes it for the others. */
function Paired({ token }: { token: string }) {
  const { words } = useScene();
  const [state, setState] = useState<DeviceState | null>(null);
  const [revoked, setRevoked] = useState(false);
  useEffect(() => {
    const look = (): void => {
      deviceState(token).then(setState, (error: unknown) => {
        // Without a network the code goes on changing; the count waits.
        if (isRevoked(error)) setRevoked(true);
      });
    };
    look();
    const timer = setInterval(look, ASK_MS);
    return () => clearInterval(timer);
  }, [token]);
  useEffect(() => {
    if (revoked) void forgetDevice().catch(report);
  }, [revoked]);
  if (revoked)
    return (
      <Screen title={words.reader.revoked}>
        <Note tone="bad">{words.reader.revokedHelp}</Note>
      </Screen>
    );
  const secret = readSecret(state?.secret ?? "");
  if (!state || !secret) return <Screen title={words.display.title}>{words.common.loading}</Screen>;
  return <Rotating code={state.code} secret={secret} state={state} />;
}

function Rotating({ code, secret, state }: Shown) {
  const { words, language } = useScene();
  const leads = useLeads(words.display.lead);
  useAwake();
  const seconds = useSeconds();
  const step = Math.floor(seconds / STEP_SECONDS);
  const [digits, setDigits] = useState<string | null>(null);
  const [name, setName] = useState<VenueName | null>(null);
  useEffect(() => void totp(secret, seconds).then(setDigits), [step, state?.secret]);
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
      {state ? (
        <p class="display-count">{state.today == null ? words.display.few : words.display.visitors(state.today)}</p>
      ) : null}
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
