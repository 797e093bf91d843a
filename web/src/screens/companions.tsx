import { useState } from "preact/hooks";

import { uuid7 } from "../rules/uuid7";
import { addCompanion, companions, removeCompanion } from "../store/companions";
import { Field } from "../ui/field";
import { Icon } from "../ui/icons";
import { useLive } from "../ui/live";
import { Screen, useScene } from "../ui/shell";

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
  const [name, setName] = useState("");

  function add(event: Event): void {
    event.preventDefault();
    const trimmed = name.trim();
    if (!trimmed || people.some((person) => person.name === trimmed)) return;
    void addCompanion(uuid7(Date.now()), trimmed);
    setName("");
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
                onClick={() => void removeCompanion(person.id)}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p class="lead">{words.companions.none}</p>
      )}
      <form onSubmit={add} class="inline">
        <Field label={words.companions.name} value={name} onValue={setName} autoComplete="off" />
        <button type="submit" class="secondary">
          {words.companions.add}
        </button>
      </form>
    </>
  );
}
