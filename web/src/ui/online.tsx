import { useId } from "preact/hooks";

import { useOnline } from "./live";
import { useScene } from "./shell";

interface NetButtonProps {
  text: string;
  class: string;
  type?: "button" | "submit";
  busy?: boolean;
  label?: string;
  onClick?(): void;
}

/** A button for what needs a network; without one it says why it waits. */
export function NetButton({ text, class: className, type = "button", busy, label, onClick }: NetButtonProps) {
  const { words } = useScene();
  const online = useOnline();
  const id = useId();
  return (
    <>
      {online ? null : (
        <p class="hint" id={id}>
          {words.trouble.whenOnline}
        </p>
      )}
      <button
        type={type}
        class={className}
        onClick={onClick}
        disabled={!online}
        aria-disabled={busy}
        aria-label={label}
        aria-describedby={online ? undefined : id}
      >
        {text}
      </button>
    </>
  );
}
