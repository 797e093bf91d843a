import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

import { Icon } from "./icons";
import { useScene } from "./shell";

/** A panel over the screen; Escape and the button close it, the focus stays inside and returns. */
export function Sheet({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const { words } = useScene();
  const panel = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    panel.current?.focus();
    return () => before?.focus?.();
  }, []);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Escape") onClose();
    if (event.key !== "Tab" || !panel.current) return;
    const stops = panel.current.querySelectorAll<HTMLElement>("button, input, a[href], textarea");
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    const other = event.shiftKey ? stops[stops.length - 1] : stops[0];
    if (document.activeElement === edge || (document.activeElement === panel.current && event.shiftKey)) {
      event.preventDefault();
      other?.focus();
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: touching beside the sheet is one more way to close it
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape and the button close it for everybody else
    <div class="veil" onClick={(event) => event.target === event.currentTarget && onClose()}>
      <div
        class="sheet"
        role="dialog"
        aria-modal="true"
        aria-labelledby={id}
        tabIndex={-1}
        ref={panel}
        onKeyDown={onKeyDown}
      >
        <div class="sheet-head">
          <h2 id={id}>{title}</h2>
          <button type="button" class="round" aria-label={words.common.close} onClick={onClose}>
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </div>
  );
}

/** Asks before something that can't be undone. */
export function Sure({
  question,
  yes,
  onYes,
  onNo,
}: {
  question: string;
  yes: string;
  onYes: () => void;
  onNo: () => void;
}) {
  const { words } = useScene();
  return (
    <Sheet title={yes} onClose={onNo}>
      <p>{question}</p>
      <div class="pair">
        <button type="button" class="quiet" onClick={onNo}>
          {words.common.cancel}
        </button>
        <button type="button" class="danger" onClick={onYes}>
          {yes}
        </button>
      </div>
    </Sheet>
  );
}
