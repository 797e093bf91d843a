import { usePolicy } from "../ui/policy";
import { Screen, useScene } from "../ui/shell";
import { Consent } from "./sign-up/consent";

declare const VERSION: string;

/** How it works, whom to call, and what was promised: all of it readable without a network. */
export function HelpScreen() {
  const { words } = useScene();
  const { call } = usePolicy();
  return (
    <Screen title={words.help.title} back="/#/more" class="help">
      <section>
        <h2>{words.help.call}</h2>
        <p>{words.help.callLead}</p>
        <a class="primary" href={`tel:${call.replace(/[^\d+]/g, "")}`}>
          {words.help.number(call)}
        </a>
      </section>
      <section>
        {words.help.questions.map(({ ask, answer }) => (
          <details key={ask} class="folded">
            <summary>{ask}</summary>
            <p>{answer}</p>
          </details>
        ))}
      </section>
      <section>
        <details class="folded">
          <summary>{words.help.privacy}</summary>
          <Consent />
        </details>
        <details class="folded">
          <summary>{words.help.terms}</summary>
          {words.help.termLines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </details>
      </section>
      <p class="small">{words.help.version(VERSION)}</p>
    </Screen>
  );
}
