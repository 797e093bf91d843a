import { useState } from "preact/hooks";

import { readScan } from "../../rules/scan";
import { Field } from "../../ui/field";
import { Sheet } from "../../ui/sheet";
import { useScene } from "../../ui/shell";

interface CodeEntryProps {
  onCode(code: string, displayCode: string | null): void;
  onClose(): void;
}

/** The way in without a camera: the code under the QR, typed, or a pasted address. */
export function CodeEntry({ onCode, onClose }: CodeEntryProps) {
  const { words } = useScene();
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);

  function submit(event: Event): void {
    event.preventDefault();
    const scan = readScan(text, location.host);
    if (scan.kind === "venue") onCode(scan.code, scan.displayCode);
    else setWrong(scan.kind === "foreign" ? words.scan.foreignHelp(scan.host) : words.scan.typeWrong);
  }

  return (
    <Sheet title={words.scan.typeTitle} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Field
          label={words.scan.typeLabel}
          hint={words.scan.typeHint}
          value={text}
          onValue={setText}
          error={wrong}
          class="mono"
          autoComplete="off"
          autoFocus
        />
        <button type="submit" class="primary">
          {words.scan.go}
        </button>
      </form>
    </Sheet>
  );
}
