import { useEffect, useState } from "preact/hooks";

import { arrive } from "../../delivery/arrive";
import { NowhereToKeep } from "../../delivery/check-in";
import { type Bad, type Found, findVenue } from "../../delivery/venues";
import { signal } from "../../device/signal";
import { CompanionsButton } from "../../ui/companions";
import { Icon } from "../../ui/icons";
import { usePosition } from "../../ui/position";
import { Note, Screen, useScene, useVenueName } from "../../ui/shell";
import { explain } from "../../ui/trouble";
import { SignUpScreen } from "../sign-up/sign-up";

/** What the phone's own camera opens: the venue's name and one tap before anything is recorded. */
export function VenueScreen({ code, displayCode }: { code: string | null; displayCode: string | null }) {
  const { words, verified } = useScene();
  const venueName = useVenueName();
  const [found, setFound] = useState<Found | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  usePosition();
  useEffect(() => {
    if (code) void findVenue(code).then(setFound);
    else setFound({ kind: "forged" });
  }, [code]);

  async function tap(): Promise<void> {
    setBusy(true);
    try {
      const bad = await arrive(code!, displayCode, found?.kind === "venue" ? found : undefined);
      if (bad) setFound({ kind: bad });
    } catch (error) {
      setTrouble(error instanceof NowhereToKeep ? words.result.nowhereHelp : explain(error, words));
      signal(false);
    }
    setBusy(false);
  }

  if (found && found.kind !== "venue") return <BadQr kind={found.kind} />;
  const name = found ? venueName(found.name) : null;
  if (found && !verified) return <SignUpScreen venue={found.name ? name : null} onDone={() => undefined} />;
  return (
    <Screen title={words.confirm.question} back="/" class="arrival">
      <div class="plate">
        <Icon name="door" />
        <strong>{name ?? words.confirm.checking}</strong>
      </div>
      {trouble ? <Note tone="bad">{trouble}</Note> : null}
      <button type="button" class="primary huge" disabled={!found || busy} onClick={() => void tap()}>
        {words.confirm.button}
      </button>
      <div class="tools one">
        <CompanionsButton />
      </div>
    </Screen>
  );
}

function BadQr({ kind }: { kind: Bad }) {
  const { words } = useScene();
  return (
    <Screen title={words.confirm[kind]} back="/" class="arrival">
      <Note tone="bad">{words.confirm[`${kind}Help`]}</Note>
      <a class="primary" href="/">
        {words.confirm.scanOther}
      </a>
    </Screen>
  );
}
