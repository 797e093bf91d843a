import { useState } from "preact/hooks";

import { countVenues, refreshDirectories, refreshPolicy } from "../delivery/directories";
import { canInstall, install } from "../device/install";
import { announce } from "../store/changes";
import { type Kept, keep, read } from "../store/kept";
import { LanguageChoice } from "../ui/language";
import { useLive } from "../ui/live";
import { Note, Screen, useScene } from "../ui/shell";
import { useTap } from "../ui/tap";
import { explain } from "../ui/trouble";

async function set<Name extends keyof Kept>(name: Name, value: Kept[Name]): Promise<void> {
  await keep(name, value);
  announce();
}

export function SettingsScreen() {
  const { words } = useScene();
  return (
    <Screen title={words.settings.title} back="/#/more" class="settings">
      <section>
        <h2>{words.common.language}</h2>
        <LanguageChoice />
      </section>
      <Choice
        name="type"
        title={words.settings.type}
        options={{ large: words.settings.large, larger: words.settings.larger }}
        initial="large"
      />
      <Choice
        name="theme"
        title={words.settings.theme}
        initial="system"
        options={{ system: words.settings.system, light: words.settings.light, dark: words.settings.dark }}
      />
      <Switch name="comparePlace" title={words.settings.place} help={words.settings.placeHelp} />
      <Switch name="leaveOnNext" title={words.settings.leave} help={words.settings.leaveHelp} />
      <Directory />
      <Install />
    </Screen>
  );
}

interface ChoiceProps<Name extends "type" | "theme"> {
  name: Name;
  title: string;
  options: Record<Kept[Name], string>;
  initial: Kept[Name];
}

function Choice<Name extends "type" | "theme">({ name, title, options, initial }: ChoiceProps<Name>) {
  const value = useLive(() => read(name)) ?? initial;
  const { tap, trouble } = useTap();
  const pick = (key: Kept[Name]): void => {
    document.documentElement.dataset[name] = key;
    tap(() => set(name, key));
  };
  return (
    <section>
      <h2>{title}</h2>
      <div class="choice" role="group" aria-label={title}>
        {(Object.keys(options) as Kept[Name][]).map((key) => (
          <button key={key} type="button" aria-pressed={key === value} onClick={() => pick(key)}>
            {options[key]}
          </button>
        ))}
      </div>
      {trouble}
    </section>
  );
}

function Switch({ name, title, help }: { name: "comparePlace" | "leaveOnNext"; title: string; help: string }) {
  const on = useLive(() => read(name)) ?? false;
  const { tap, trouble } = useTap();
  return (
    <section>
      <label class="check">
        <input
          type="checkbox"
          role="switch"
          aria-checked={on}
          checked={on}
          onChange={() => tap(() => set(name, !on))}
          aria-describedby={`${name}-help`}
        />
        <span>{title}</span>
      </label>
      <p class="hint" id={`${name}-help`}>
        {help}
      </p>
      {trouble}
    </section>
  );
}

function Directory() {
  const { words } = useScene();
  const [said, setSaid] = useState<{ good: boolean; text: string } | null>(null);
  const count = useLive(countVenues) ?? 0;
  const refresh = async (): Promise<void> => {
    try {
      await refreshPolicy();
      await refreshDirectories();
      setSaid({ good: true, text: words.settings.refreshed });
      announce();
    } catch (error) {
      setSaid({ good: false, text: explain(error, words) });
    }
  };
  return (
    <section>
      <h2>{words.settings.directory}</h2>
      <p>{words.settings.directoryHelp(count)}</p>
      {said ? <Note tone={said.good ? "good" : "wait"}>{said.text}</Note> : null}
      <button type="button" class="secondary" onClick={() => void refresh()}>
        {words.settings.refresh}
      </button>
    </section>
  );
}

function Install() {
  const { words } = useScene();
  const possible = useLive(async () => canInstall()) ?? false;
  return (
    <section>
      <h2>{words.settings.install}</h2>
      {possible ? (
        <button type="button" class="secondary" onClick={() => void install()}>
          {words.settings.install}
        </button>
      ) : (
        <p>{words.settings.installHelp}</p>
      )}
    </section>
  );
}
