import { useEffect, useState } from "preact/hooks";

import { askJson, Unreachable } from "../../delivery/gateway";
import { sessionToken } from "../../delivery/session";
import { dateInWords } from "../../rules/moment";
import { Mark } from "../../ui/icons";
import { useSeconds } from "../../ui/live";
import { Qr } from "../../ui/qr";
import { Note, Screen, useScene } from "../../ui/shell";
import { explain } from "../../ui/trouble";
import { SignUpScreen } from "../sign-up/sign-up";

interface Pass {
  pass: string;
  /** Epoch seconds. */
  expiresAt: number;
}

const PASS = { fields: { pass: "text", expires_at: "moment" } } as const;

async function makePass(kind: "phone" | "printed"): Promise<Pass> {
  const token = await sessionToken();
  const answer = await askJson("post", "/v1/passes", PASS, { body: { kind }, token });
  return { pass: answer.pass, expiresAt: Date.parse(answer.expires_at) / 1000 };
}

/** A short-lived QR for the venue's phone to read, and one on paper for people with no smartphone. */
export function PassScreen() {
  const { words, verified } = useScene();
  if (!verified) return <SignUpScreen onDone={() => undefined} />;
  return (
    <Screen title={words.pass.title} class="pass">
      <PhonePass />
      <PaperPass />
    </Screen>
  );
}

function PhonePass() {
  const { words } = useScene();
  const [pass, setPass] = useState<Pass | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  const seconds = useSeconds();
  const left = pass ? Math.floor(pass.expiresAt - seconds) : 0;
  const stale = pass === null || left <= 5;

  useEffect(() => {
    if (!stale) return;
    makePass("phone").then(
      (made) => {
        setPass(made);
        setTrouble(null);
      },
      (error: unknown) => setTrouble(error instanceof Unreachable ? words.pass.offline : explain(error, words)),
    );
  }, [stale, tries]);

  if (trouble) {
    return (
      <>
        <Note tone="wait">{trouble}</Note>
        <button type="button" class="secondary" onClick={() => setTries(tries + 1)}>
          {words.common.again}
        </button>
      </>
    );
  }
  return (
    <section class="pass-phone">
      <p class="lead">{words.pass.lead}</p>
      <div class="pass-frame">{pass && !stale ? <Qr text={pass.pass} label={words.pass.alt} /> : null}</div>
      <p class="countdown">{pass && !stale ? words.pass.left(left) : words.common.loading}</p>
    </section>
  );
}

function PaperPass() {
  const { words, language } = useScene();
  const [paper, setPaper] = useState<Pass | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const make = (): void => {
    makePass("printed").then(setPaper, (error: unknown) => setTrouble(explain(error, words)));
  };
  return (
    <section class="pass-paper">
      <h2>{words.pass.printTitle}</h2>
      <p>{words.pass.printLead}</p>
      {trouble ? <Note tone="bad">{trouble}</Note> : null}
      {paper ? (
        <>
          <article class="paper">
            <header>
              <Mark />
              <strong>
                {words.appName} {words.pass.title}
              </strong>
            </header>
            <Qr text={paper.pass} label={words.pass.alt} />
            <p>{words.pass.paperLead}</p>
            <p>{words.pass.until(dateInWords(paper.expiresAt, language))}</p>
            <p class="small">{words.pass.paperFound}</p>
          </article>
          <button type="button" class="primary" onClick={() => window.print()}>
            {words.pass.print}
          </button>
        </>
      ) : (
        <button type="button" class="secondary" onClick={make}>
          {words.pass.make}
        </button>
      )}
    </section>
  );
}
