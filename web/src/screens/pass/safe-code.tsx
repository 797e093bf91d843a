import { useEffect, useState } from "preact/hooks";

import { makeSafeCode, mySafeCode, type SafeCode } from "../../delivery/safe-code";
import { NetButton } from "../../ui/online";
import { Sure } from "../../ui/sheet";
import { Note, Screen, useScene } from "../../ui/shell";
import { explain } from "../../ui/trouble";
import { SignUpScreen } from "../sign-up/sign-up";

/** My personal safe code: what I write on paper lists in place of my number. */
export function SafeCodeScreen() {
  const { words, verified } = useScene();
  const [code, setCode] = useState<SafeCode | null | undefined>(undefined);
  const [asking, setAsking] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const say = (error: unknown): void => setTrouble(explain(error, words));
  useEffect(() => {
    if (verified) mySafeCode().then(setCode, say);
  }, [verified]);
  if (!verified) return <SignUpScreen onDone={() => undefined} />;
  const make = (): void => {
    setAsking(false);
    setTrouble(null);
    makeSafeCode().then(setCode, say);
  };
  return (
    <Screen title={words.safeCode.title} back="/#/pass">
      <p>{words.safeCode.lead}</p>
      {trouble ? <Note tone="wait">{trouble}</Note> : null}
      {code ? (
        <section class="card" role="status">
          <p class="safe-code" lang="ko">
            {code.code}
          </p>
          <p class="small">
            {words.safeCode.latin}: <span class="safe-code-latin">{code.latin}</span>
          </p>
        </section>
      ) : null}
      {code === null ? <NetButton class="primary" onClick={make} text={words.safeCode.make} /> : null}
      {code ? <NetButton class="secondary" onClick={() => setAsking(true)} text={words.safeCode.again} /> : null}
      {asking ? (
        <Sure
          question={words.safeCode.againSure}
          yes={words.safeCode.again}
          onYes={make}
          onNo={() => setAsking(false)}
        />
      ) : null}
    </Screen>
  );
}
