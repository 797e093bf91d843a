import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { NetButton } from "./online";
import { Note, useScene } from "./shell";
import { explain } from "./trouble";

interface FormProps {
  /** Does what the form is for; gives why not, in words, where a field is wrong. */
  act(): Promise<string | null>;
  button: string;
  tone?: "primary" | "secondary";
  /** The act is nothing that could be kept and sent later. */
  needsNetwork?: boolean;
  class?: string;
  children: ComponentChildren;
}

/** A form whose refusal is seen: said beside the button, with the focus in the first wrong field or on the words. */
export function Form({ act, button, tone = "primary", needsNetwork, class: className, children }: FormProps) {
  const { words } = useScene();
  const form = useRef<HTMLFormElement>(null);
  // A new object for each refusal: the same words again move the focus again.
  const [refused, setRefused] = useState<{ why: string } | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const why = await act().catch((error: unknown) => explain(error, words));
    setBusy(false);
    setRefused(why === null ? null : { why });
  }

  useEffect(() => {
    if (!refused || !form.current) return;
    const wrong = form.current.querySelector<HTMLElement>("[aria-invalid=true], .form-refused");
    wrong?.focus({ preventScroll: true });
    wrong?.scrollIntoView({ block: "center" });
  }, [refused]);

  return (
    <form ref={form} class={className} onSubmit={(event) => void submit(event)} noValidate>
      {children}
      {refused ? (
        <div class="form-refused" tabIndex={-1}>
          <Note tone="bad">{refused.why}</Note>
        </div>
      ) : null}
      {needsNetwork ? (
        <NetButton type="submit" class={tone} busy={busy} text={button} />
      ) : (
        <button type="submit" class={tone} aria-disabled={busy}>
          {button}
        </button>
      )}
    </form>
  );
}
