import { useEffect, useState } from "preact/hooks";

import { arrive, presentAt } from "../../delivery/arrive";
import { checkOut, NowhereToKeep } from "../../delivery/check-in";
import { type Bad, type Found, findVenue, placeOf, type Seen } from "../../delivery/venues";
import { serverNow } from "../../device/clock";
import { report } from "../../device/report";
import { signal } from "../../device/signal";
import { clockTime } from "../../rules/moment";
import type { Visit } from "../../rules/visit";
import { CompanionsButton } from "../../ui/companions";
import { Icon } from "../../ui/icons";
import { InAppNote } from "../../ui/in-app";
import { Left } from "../../ui/leave";
import { usePosition } from "../../ui/position";
import { Note, Screen, useScene, useVenueName } from "../../ui/shell";
import { useTap } from "../../ui/tap";
import { explain } from "../../ui/trouble";
import { WrongQr } from "../../ui/wrong-qr";
import type { Words } from "../../words";
import { SignUpScreen } from "../sign-up/sign-up";

/** What the phone's own camera opens: the venue's name and one tap before anything is recorded. */
export function VenueScreen({ code, displayCode }: { code: string | null; displayCode: string | null }) {
  const { words, verified } = useScene();
  const venueName = useVenueName();
  const [found, setFound] = useState<Found | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const [present, setPresent] = useState<Visit | null>(null);
  usePosition();
  useEffect(() => {
    if (code)
      void presentAt(code)
        .then(setPresent)
        .then(() => findVenue(code))
        .then(setFound, report);
    else setFound({ kind: "forged" });
  }, [code]);

  async function tap(): Promise<void> {
    setBusy(true);
    try {
      const bad = await arrive(code!, displayCode, found?.kind === "venue" ? found : UNSEEN);
      if (bad) setFound({ kind: bad });
    } catch (error) {
      setTrouble(error instanceof NowhereToKeep ? words.result.nowhereHelp : explain(error, words));
      signal(false);
    }
    setBusy(false);
  }

  if (found && found.kind !== "venue") return <BadQr kind={found.kind} code={code} />;
  const name = found ? venueName(found.name) : null;
  if (found && !verified) return <SignUpScreen venue={found.name ? name : null} onDone={() => undefined} />;
  if (present && code) return <Present visit={present} onAgain={() => void tap()} busy={busy} />;
  return (
    <Screen title={words.confirm.question} back="/" class="arrival">
      <div class="plate">
        <Icon name="door" />
        <strong class="two-lines">{name ?? words.confirm.checking}</strong>
        {found?.kind === "venue" ? <Where seen={found} code={code} /> : null}
      </div>
      <InAppNote />
      {trouble ? <Note tone="bad">{trouble}</Note> : null}
      <button type="button" class="primary huge" disabled={!found || busy} onClick={() => void tap()}>
        {words.confirm.button}
      </button>
      <div class="tools one">
        <CompanionsButton />
      </div>
      <WrongQr code={code} />
    </Screen>
  );
}

const UNSEEN = { name: null, point: null, category: null, place: null, listed: false };

/** What tells two branches of one name apart. */
function Where({ seen, code }: { seen: Seen; code: string | null }) {
  const { words } = useScene();
  const [place, setPlace] = useState(seen.place);
  useEffect(() => {
    if (code && seen.listed) void placeOf(code).then((found) => found && setPlace(found));
  }, [code]);
  const category = words.categories[(seen.category ?? "") as keyof Words["categories"]];
  const parts = [category, place].filter(Boolean);
  return parts.length ? <span class="where">{parts.join(" · ")}</span> : null;
}

/** Scanned again while one is still there: leaving is as likely meant as another visit. */
function Present({ visit, onAgain, busy }: { visit: Visit; onAgain: () => void; busy: boolean }) {
  const { words } = useScene();
  const venueName = useVenueName();
  const [left, setLeft] = useState(false);
  const { tap, trouble } = useTap();
  const leave = async (): Promise<void> => {
    await checkOut(visit.id, Math.floor((await serverNow()) / 1000), true);
    setLeft(true);
  };
  return (
    <Screen title={words.confirm.present} back="/" class="arrival">
      <div class="plate">
        <Icon name="door" />
        <strong class="two-lines">{venueName(visit.name)}</strong>
        <span>{words.confirm.presentSince(clockTime(visit.enteredAt, false))}</span>
      </div>
      {left ? (
        <Left visit={visit} onUndone={() => setLeft(false)} />
      ) : (
        <button type="button" class="primary huge" onClick={() => tap(leave)}>
          {words.scan.leave}
        </button>
      )}
      {trouble}
      <button type="button" class="secondary" disabled={busy} onClick={onAgain}>
        {words.confirm.again}
      </button>
    </Screen>
  );
}

function BadQr({ kind, code }: { kind: Bad; code: string | null }) {
  const { words } = useScene();
  return (
    <Screen title={words.confirm[kind]} back="/" class="arrival">
      <Note tone="bad">{words.confirm[`${kind}Help`]}</Note>
      <a class="primary" href="/">
        {words.confirm.scanOther}
      </a>
      <WrongQr code={code} />
    </Screen>
  );
}
