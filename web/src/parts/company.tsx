import { useState } from "preact/hooks";

import { addCompanion, choose, companions, company, MOST_COMPANIONS, partyOf, removeCompanion } from "../store/company";
import { uuid7 } from "../rules/uuid7";
import { Field } from "./field";
import { Icon } from "./icons";
import { useLive } from "./live";
import { Sheet } from "./sheet";
import { useScene } from "./shell";

/** Who comes along; opens the chooser. */
export function CompanyButton() {
  const { words } = useScene();
  const [open, setOpen] = useState(false);
  const party = useLive(async () => partyOf(company())) ?? partyOf(company());
  return (
    <>
      <button type="button" class="tool" onClick={() => setOpen(true)}>
        <Icon name="people" />{party ? words.scan.with(party) : words.scan.company}
      </button>
      {open ? (
        <Sheet title={words.company.title} onClose={() => setOpen(false)}>
          <CompanyChooser />
          <button type="button" class="primary" onClick={() => setOpen(false)}>{words.company.use}</button>
        </Sheet>
      ) : null}
    </>
  );
}

/** Named companions to tick, and a count of others. */
export function CompanyChooser() {
  const { words } = useScene();
  const people = useLive(companions) ?? [];
  const chosen = useLive(async () => company()) ?? company();
  const toggle = (name: string): void => {
    const names = chosen.names.includes(name) ? chosen.names.filter((other) => other !== name) : [...chosen.names, name];
    choose({ ...chosen, names });
  };
  return (
    <div class="company">
      <p class="lead">{words.company.lead}</p>
      {people.map(({ id, name }) => (
        <label key={id} class="check">
          <input type="checkbox" checked={chosen.names.includes(name)} onChange={() => toggle(name)} />
          <span>{name}</span>
        </label>
      ))}
      <div class="stepper" role="group" aria-label={words.company.others}>
        <span>{words.company.others}</span>
        <button type="button" class="round" aria-label={words.company.less} disabled={chosen.others === 0}
          onClick={() => choose({ ...chosen, others: chosen.others - 1 })}><Icon name="minus" /></button>
        <output aria-live="polite">{chosen.others}</output>
        <button type="button" class="round" aria-label={words.company.more} disabled={partyOf(chosen) >= MOST_COMPANIONS}
          onClick={() => choose({ ...chosen, others: chosen.others + 1 })}><Icon name="plus" /></button>
      </div>
    </div>
  );
}

/** The list of named companions, which never leaves the phone. */
export function CompanyNames() {
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
              <button type="button" class="round" aria-label={words.company.remove(person.name)}
                onClick={() => void removeCompanion(person.id)}><Icon name="close" /></button>
            </li>
          ))}
        </ul>
      ) : (
        <p class="lead">{words.company.none}</p>
      )}
      <form onSubmit={add} class="inline">
        <Field label={words.company.name} value={name} onValue={setName} autoComplete="off" />
        <button class="secondary">{words.company.add}</button>
      </form>
    </>
  );
}
