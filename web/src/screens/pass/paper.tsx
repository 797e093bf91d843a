import type { Pass } from "../../delivery/passes";
import { dateInWords } from "../../rules/moment";
import { Mark } from "../../ui/icons";
import { Qr } from "../../ui/qr";
import { useScene } from "../../ui/shell";

/** A pass as it is printed, with the name that tells it from the others of the family. */
export function Paper({ pass, name }: { pass: Pass; name: string }) {
  const { words, language } = useScene();
  return (
    <>
      <article class="paper">
        <header>
          <Mark />
          <strong>
            {words.appName} {words.pass.title}
          </strong>
        </header>
        {name ? <strong class="paper-name">{name}</strong> : null}
        <Qr text={pass.pass} label={words.pass.alt} />
        <p>{words.pass.paperLead}</p>
        <p>{words.pass.until(dateInWords(pass.expiresAt, language))}</p>
        <p class="small">{words.pass.paperFound}</p>
      </article>
      <button type="button" class="primary" onClick={() => window.print()}>
        {words.pass.print}
      </button>
    </>
  );
}
