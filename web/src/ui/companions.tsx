import { useState } from "preact/hooks";

import { companions } from "../store/companions";
import { chooseParty, MOST_COMPANIONS, party, sizeOf } from "../store/party";
import { Icon } from "./icons";
import { useLive } from "./live";
import { Sheet } from "./sheet";
import { useScene } from "./shell";

/** Who comes along; opens the chooser. */
export function CompanionsButton() {
  const { words } = useScene();
  const [open, setOpen] = useState(false);
  const size = useLive(async () => sizeOf(party())) ?? sizeOf(party());
  return (
    <>
      <button type="button" class="tool" onClick={() => setOpen(true)}>
        <Icon name="people" />
        {size ? words.scan.with(size) : words.scan.companions}
      </button>
      {open ? (
        <Sheet title={words.companions.title} onClose={() => setOpen(false)}>
          <CompanionsChooser />
          <button type="button" class="primary" onClick={() => setOpen(false)}>
            {words.companions.done(size)}
          </button>
        </Sheet>
      ) : null}
    </>
  );
}

/** Named companions to tick, and a count of others. */
export function CompanionsChooser() {
  const { words } = useScene();
  const people = useLive(companions) ?? [];
  const chosen = useLive(async () => party()) ?? party();
  const toggle = (name: string): void => {
    const names = chosen.names.includes(name)
      ? chosen.names.filter((other) => other !== name)
      : [...chosen.names, name];
    chooseParty({ ...chosen, names });
  };
  return (
    <div class="companions">
      <p class="lead">{words.companions.lead}</p>
      {people.map(({ id, name }) => (
        <label key={id} class="check">
          <input type="checkbox" checked={chosen.names.includes(name)} onChange={() => toggle(name)} />
          <span>{name}</span>
        </label>
      ))}
      <div class="stepper" role="group" aria-label={words.companions.others}>
        <span>{words.companions.others}</span>
        <button
          type="button"
          class="round"
          aria-label={words.companions.less}
          disabled={chosen.others === 0}
          onClick={() => chooseParty({ ...chosen, others: chosen.others - 1 })}
        >
          <Icon name="minus" />
        </button>
        <output aria-live="polite">{chosen.others}</output>
        <button
          type="button"
          class="round"
          aria-label={words.companions.more}
          disabled={sizeOf(chosen) >= MOST_COMPANIONS}
          onClick={() => chooseParty({ ...chosen, others: chosen.others + 1 })}
        >
          <Icon name="plus" />
        </button>
      </div>
    </div>
  );
}
