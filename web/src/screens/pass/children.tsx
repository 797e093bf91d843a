import { useEffect, useState } from "preact/hooks";

import { isAboutPhone, Problem } from "../../delivery/gateway";
import { aboutMe } from "../../delivery/me";
import { addChild, type Child, listChildren, type Pass, removeChild, renewChildPass } from "../../delivery/passes";
import { dateInWords } from "../../rules/moment";
import { cleanPhone, groupPhone, judgePhone } from "../../rules/phone";
import { unbroken } from "../../rules/unbroken";
import { read } from "../../store/kept";
import { Field } from "../../ui/field";
import { Form } from "../../ui/form";
import { useLive } from "../../ui/live";
import { NetButton } from "../../ui/online";
import { usePolicy } from "../../ui/policy";
import { Sheet, Sure } from "../../ui/sheet";
import { Note, Screen, useScene } from "../../ui/shell";
import { explain } from "../../ui/trouble";
import { Agreement } from "../sign-up/agreement";
import { Consent } from "../sign-up/consent";
import { SignUpScreen } from "../sign-up/sign-up";
import { Paper } from "./paper";

interface Named {
  pass: Pass;
  name: string;
}

/** Children under the age of consent: the guardian consents, and each child carries a printed pass of its own. */
export function ChildrenScreen() {
  const { words, verified } = useScene();
  const { childYears } = usePolicy();
  const [children, setChildren] = useState<Child[]>([]);
  const [made, setMade] = useState<Named | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const say = (error: unknown): void => setTrouble(explain(error, words));
  const load = (): void => {
    listChildren().then(setChildren, say);
  };
  useEffect(() => {
    if (verified) load();
  }, [verified]);
  if (!verified) return <SignUpScreen onDone={() => undefined} />;

  const show = (named: Named): void => {
    setTrouble(null);
    setMade(named);
    load();
  };
  const remove = (child: Child): void => {
    setMade(null);
    removeChild(child.id).then(load, say);
  };
  return (
    <Screen title={words.children.title(childYears)} back="/#/pass" class="pass">
      <p>{words.children.lead}</p>
      {trouble ? <Note tone="wait">{trouble}</Note> : null}
      {made ? <Paper {...made} /> : null}
      {children.map((child, place) => (
        <OneChild
          key={child.id}
          child={child}
          name={child.name ?? words.children.nameless(place + 1)}
          onMade={show}
          onTrouble={say}
          onRemove={() => remove(child)}
        />
      ))}
      <NewChild onMade={show} />
    </Screen>
  );
}

interface OneChildProps {
  child: Child;
  name: string;
  onMade(named: Named): void;
  onTrouble(error: unknown): void;
  onRemove(): void;
}

function OneChild({ child, name, onMade, onTrouble, onRemove }: OneChildProps) {
  const { words, language } = useScene();
  const [asking, setAsking] = useState(false);
  const renew = (): void => {
    renewChildPass(child.id).then((pass) => onMade({ pass, name }), onTrouble);
  };
  return (
    <section class="card" aria-label={name}>
      <h2>{name}</h2>
      <p>{words.children.since(dateInWords(child.addedAt, language))}</p>
      <NetButton class="secondary" onClick={renew} text={words.children.again} />
      <NetButton class="quiet" onClick={() => setAsking(true)} text={words.children.remove} />
      {asking ? (
        <Sure
          question={words.children.removeSure(name)}
          yes={words.children.remove}
          onYes={() => {
            setAsking(false);
            onRemove();
          }}
          onNo={() => setAsking(false)}
        />
      ) : null}
    </section>
  );
}

/** The guardian's consent for one more child: the verified number is typed once more, as the phone does not keep it. */
function NewChild({ onMade }: { onMade: (named: Named) => void }) {
  const { words } = useScene();
  const own = useLive(() => read("ownNumber"));
  const [byMail, setByMail] = useState(false);
  const [name, setName] = useState("");
  const [guardian, setGuardian] = useState("");
  const [agreed, setAgreed] = useState(false);
  const [wrong, setWrong] = useState<"name" | "guardian" | "consent" | null>(null);
  const [reading, setReading] = useState(false);
  useEffect(() => {
    // Unknown without a network, and then nobody is added either.
    aboutMe().then(
      (me) => setByMail(me.verified_by === "email"),
      () => undefined,
    );
  }, []);

  async function act(): Promise<string | null> {
    const [field, why] = judge();
    setWrong(field);
    if (field) return why;
    try {
      const address = byMail ? { email: guardian.trim() } : { phone: cleanPhone(guardian) };
      onMade({ pass: await addChild(name.trim(), address), name: name.trim() });
    } catch (error) {
      if (isAboutPhone(error) || (error instanceof Problem && error.code === "other-number")) setWrong("guardian");
      throw error;
    }
    setName("");
    setGuardian("");
    setAgreed(false);
    return null;
  }

  function judge(): ["name" | "guardian" | "consent", string] | [null, ""] {
    if (!name.trim()) return ["name", words.companions.noName];
    const bad = byMail ? null : judgePhone(guardian);
    if (bad) return ["guardian", words.signUp.phoneWrong[bad]];
    if (byMail && !guardian.includes("@")) return ["guardian", words.signUp.mailWrong];
    if (!agreed) return ["consent", words.children.agreeNeeded];
    return [null, ""];
  }

  return (
    <section class="pass-paper">
      <h2>{words.children.add}</h2>
      <Form act={act} button={words.children.make} needsNetwork>
        <Field
          label={words.children.name}
          hint={words.children.nameHint}
          value={name}
          onValue={setName}
          autoComplete="off"
          wrong={wrong === "name"}
        />
        <Field
          label={byMail ? words.children.mail : words.children.phone}
          hint={own && !byMail ? words.children.phoneHint(unbroken(own)) : words.children.sameHint}
          value={guardian}
          onValue={setGuardian}
          {...(byMail
            ? { inputMode: "email" as const, autoComplete: "email" }
            : { format: groupPhone, type: "tel" as const, inputMode: "tel" as const, autoComplete: "tel" })}
          wrong={wrong === "guardian"}
        />
        <div class="agreements">
          <Agreement
            text={words.children.agree}
            checked={agreed}
            onChecked={setAgreed}
            wrong={wrong === "consent"}
            more={words.signUp.read}
            onMore={() => setReading(true)}
          />
        </div>
      </Form>
      {reading ? (
        <Sheet title={words.signUp.consentTitle} onClose={() => setReading(false)}>
          <Consent />
        </Sheet>
      ) : null}
    </section>
  );
}
