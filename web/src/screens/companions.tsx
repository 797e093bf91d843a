import { useState } from "preact/hooks";

import { uuid7 } from "../rules/uuid7";
import { addCompanion, companions, removeCompanion } from "../store/companions";
import { Field } from "../ui/field";
import { Form } from "../ui/form";
import { Icon } from "../ui/icons";
import { useLive } from "../ui/live";
import { Screen, useScene } from "../ui/shell";
import { useTap } from "../ui/tap";

export function CompanionsScreen() {
  const { words } = useScene();
  return (
    <Screen title={words.companions.family} back="/#/more">
      <p class="lead">{words.companions.lead}</p>
      <CompanionNames />
    </Screen>
  );
}

/** The list of named companions, which never leaves the phone. */
function CompanionNames() {
  const { words } = useScene();
  const people = useLive(companions) ?? [];
  const { tap, trouble } = useTap();
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState(false);

  async function act(): Promise<string | null> {
    const trimmed = name.trim();
    const known = people.some((person) => person.name === trimmed);
    setWrong(!trimmed || known);
    if (!trimmed) return words.companions.noName;
    if (known) return words.companions.known(trimmed);
    await addCompanion(uuid7(Date.now()), trimmed);
    setName("");
    return null;
  }

  return (
    <>
      {people.length ? (
        <ul class="rows">
          {people.map((person) => (
            <li key={person.id}>
              <span>{person.name}</span>
              <button
                type="button"
                class="round"
                aria-label={words.companions.remove(person.name)}
                onClick={() => tap(() => removeCompanion(person.id))}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p class="lead">{words.companions.none}</p>
      )}
      {trouble}
      <Form act={act} button={words.companions.add} tone="secondary">
        <Field label={words.companions.name} value={name} onValue={setName} autoComplete="off" wrong={wrong} />
      </Form>
    </>
  );
}
