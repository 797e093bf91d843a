import { useState } from "preact/hooks";

import { readScan } from "../../rules/scan";
import { Field } from "../../ui/field";
import { Form } from "../../ui/form";
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
  const [wrong, setWrong] = useState(false);

  async function act(): Promise<string | null> {
    const scan = readScan(text, location.host);
    setWrong(scan.kind !== "venue");
    if (scan.kind === "foreign") return words.scan.foreignHelp(scan.host);
    if (scan.kind !== "venue") return words.scan.typeWrong;
    onCode(scan.code, scan.displayCode);
    return null;
  }

  return (
    <Sheet title={words.scan.typeTitle} onClose={onClose}>
      <Form act={act} button={words.scan.go}>
        <Field
          label={words.scan.typeLabel}
          hint={words.scan.typeHint}
          value={text}
          onValue={setText}
          wrong={wrong}
          class="mono"
          autoComplete="off"
          autoFocus
        />
      </Form>
    </Sheet>
  );
}
