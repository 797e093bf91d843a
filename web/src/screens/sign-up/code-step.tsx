import { useState } from "preact/hooks";

import { type SentCode, signUp } from "../../delivery/session";
import { Field } from "../../ui/field";
import { useScene } from "../../ui/shell";
import { CodeForm } from "./code-form";

interface CodeStepProps {
  sent: SentCode;
  onDone(): void;
  onBack(): void;
  onResent(sent: SentCode): void;
}

/** The code, and the name where one is asked for. */
export function CodeStep({ sent, onDone, onBack, onResent }: CodeStepProps) {
  const { words, policy } = useScene();
  const [name, setName] = useState("");
  const submit = async (code: string): Promise<void> => {
    await signUp({ ...sent, code, name: name.trim() });
    onDone();
  };
  return (
    <CodeForm sent={sent} button={words.signUp.finish} submit={submit} onBack={onBack} onResent={onResent}>
      {policy?.name === "unused" ? null : (
        <Name required={policy?.name === "required"} value={name} onValue={setName} />
      )}
    </CodeForm>
  );
}

/** Before the code, which is taken as soon as it is complete; folded where nobody asks for it. */
function Name({ required, value, onValue }: { required: boolean; value: string; onValue: (name: string) => void }) {
  const { words } = useScene();
  const field = (
    <Field
      label={words.signUp.name}
      hint={required ? words.signUp.nameNeeded : words.signUp.nameHint}
      value={value}
      onValue={onValue}
      autoComplete="name"
    />
  );
  if (required) return field;
  return (
    <details class="folded">
      <summary>{`${words.signUp.name} (${words.common.optional})`}</summary>
      {field}
    </details>
  );
}
