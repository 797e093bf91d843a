import { useEffect, useState } from "preact/hooks";

import { Unreachable } from "../../delivery/gateway";
import { makePass, type Pass } from "../../delivery/passes";
import { countdown } from "../../rules/moment";
import { Field } from "../../ui/field";
import { Form } from "../../ui/form";
import { Icon } from "../../ui/icons";
import { useSeconds } from "../../ui/live";
import { usePolicy } from "../../ui/policy";
import { Qr } from "../../ui/qr";
import { Note, Screen, useScene } from "../../ui/shell";
import { explain } from "../../ui/trouble";
import { SignUpScreen } from "../sign-up/sign-up";
import { Paper } from "./paper";

/** A short-lived QR for the venue's phone to read, and one on paper for people with no smartphone. */
export function PassScreen() {
  const { words, verified } = useScene();
  if (!verified) return <SignUpScreen onDone={() => undefined} />;
  return (
    <Screen title={words.pass.title} class="pass">
      <PhonePass />
      <PaperPass />
      <More />
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
      <p class="countdown">{pass && !stale ? words.pass.left(countdown(left)) : words.common.loading}</p>
    </section>
  );
}

function PaperPass() {
  const { words } = useScene();
  const [paper, setPaper] = useState<Pass | null>(null);
  const [name, setName] = useState("");
  const make = async (): Promise<null> => {
    setPaper(await makePass("printed"));
    return null;
  };
  return (
    <section class="pass-paper">
      <h2>{words.pass.printTitle}</h2>
      <p>{words.pass.printLead}</p>
      {paper ? (
        <Paper pass={paper} name={name.trim()} />
      ) : (
        <Form act={make} button={words.pass.make} tone="secondary" needsNetwork>
          <Field
            label={`${words.pass.paperName} (${words.common.optional})`}
            hint={words.pass.paperNameHint}
            value={name}
            onValue={setName}
            autoComplete="off"
          />
        </Form>
      )}
    </section>
  );
}

function More() {
  const { words } = useScene();
  const { childYears } = usePolicy();
  return (
    <ul class="rows links">
      <li>
        <a href="/#/safe-code">
          <span>
            <strong>{words.safeCode.title}</strong>
            <span>{words.safeCode.help}</span>
          </span>
          <Icon name="next" />
        </a>
      </li>
      <li>
        <a href="/#/children">
          <span>
            <strong>{words.children.title(childYears)}</strong>
            <span>{words.children.help}</span>
          </span>
          <Icon name="next" />
        </a>
      </li>
    </ul>
  );
}
