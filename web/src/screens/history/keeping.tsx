import { useState } from "preact/hooks";

import { deliverNow } from "../../delivery/courier";
import { fromJson, toCsv, toJson } from "../../rules/export";
import { dayOf } from "../../rules/moment";
import type { Visit } from "../../rules/visit";
import { addVisits, eraseVisits } from "../../store/visits";
import { Sure } from "../../ui/sheet";
import { Note, useScene } from "../../ui/shell";
import { useTap } from "../../ui/tap";
import { explain } from "../../ui/trouble";
import { download } from "./download";

/** Taking the history to another phone, or leaving it behind: rarely wanted, so folded. */
export function Keeping({ visits }: { visits: Visit[] }) {
  const { words } = useScene();
  const [asking, setAsking] = useState(false);
  const { tap, trouble } = useTap();
  const [said, setSaid] = useState<{ good: boolean; text: string } | null>(null);
  const name = `ansim-${dayOf(Date.now() / 1000)}`;

  async function take(file: File | undefined): Promise<void> {
    if (!file) return;
    try {
      const found = fromJson(await file.text());
      if (!found) return setSaid({ good: false, text: words.history.notExport });
      setSaid({ good: true, text: words.history.imported(await addVisits(found)) });
      void deliverNow();
    } catch (error) {
      setSaid({ good: false, text: explain(error, words) });
    }
  }

  return (
    <details class="folded keeping">
      <summary>{words.history.keeping}</summary>
      <div class="stack">
        {trouble}
        {said ? <Note tone={said.good ? "good" : "bad"}>{said.text}</Note> : null}
        {visits.length ? (
          <>
            <button
              type="button"
              class="secondary"
              onClick={() => download(`${name}.json`, "application/json", toJson(visits))}
            >
              {words.history.exportJson}
            </button>
            <button type="button" class="secondary" onClick={() => download(`${name}.csv`, "text/csv", toCsv(visits))}>
              {words.history.exportCsv}
            </button>
          </>
        ) : null}
        <label class="secondary file">
          {words.history.importFile}
          <input
            type="file"
            accept=".json,application/json"
            onChange={(event) => {
              void take(event.currentTarget.files?.[0]);
              event.currentTarget.value = "";
            }}
          />
        </label>
        {visits.length ? (
          <button type="button" class="final" onClick={() => setAsking(true)}>
            {words.history.eraseAll}
          </button>
        ) : null}
      </div>
      {asking ? (
        <Sure
          question={words.history.eraseAllSure}
          yes={words.history.eraseAll}
          onNo={() => setAsking(false)}
          onYes={() => {
            setAsking(false);
            tap(() => eraseVisits());
          }}
        />
      ) : null}
    </details>
  );
}
