import { useId, useState } from "preact/hooks";
import { dayOf } from "../../rules/moment";
import { presenceAt, windowOf } from "../../rules/presence";
import type { Visit } from "../../rules/visit";
import { usePolicy } from "../../ui/policy";
import { useScene, useVenueName } from "../../ui/shell";

/** "Was I there?": a place and time from a public notice, held against this phone's history and nothing else. */
export function PresenceCheck({ visits }: { visits: Visit[] }) {
  const { words } = useScene();
  const { call } = usePolicy();
  const venueName = useVenueName();
  const venues = [...new Map(visits.map((visit) => [visit.venue, visit.name])).entries()];
  const [venue, setVenue] = useState(venues[0]![0]);
  const [day, setDay] = useState(dayOf(visits[0]!.enteredAt));
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const id = useId();
  const window = from && to ? windowOf(day, from, to) : null;
  const input = (label: string, type: "date" | "time", value: string, set: (value: string) => void) => (
    <div class="field">
      <label for={`${id}-${label}`}>{label}</label>
      <input id={`${id}-${label}`} type={type} value={value} onInput={(event) => set(event.currentTarget.value)} />
    </div>
  );
  const answer = (): string => {
    const { sure, possible, classification } = presenceAt(visits, venue, window!);
    const minutes = (seconds: number): number => Math.max(1, Math.round(seconds / 60));
    if (classification === "unlikely") return words.presence.no;
    const long = sure >= possible ? words.presence.yes(minutes(sure)) : words.presence.maybe(minutes(possible));
    return `${long} ${classification === "close" ? words.presence.close(call) : words.presence.casual(call)}`;
  };
  return (
    <details class="presence">
      <summary>{words.presence.title}</summary>
      <p class="small">{words.presence.lead}</p>
      <div class="field">
        <label for={`${id}-venue`}>{words.presence.venue}</label>
        <select id={`${id}-venue`} value={venue} onChange={(event) => setVenue(event.currentTarget.value)}>
          {venues.map(([code, name]) => (
            <option key={code} value={code}>
              {venueName(name)}
            </option>
          ))}
        </select>
      </div>
      {input(words.presence.day, "date", day, setDay)}
      <div class="times">
        {input(words.presence.from, "time", from, setFrom)}
        {input(words.presence.to, "time", to, setTo)}
      </div>
      <p role="status" class={window ? "answer" : "small"}>
        {window ? answer() : words.presence.fill}
      </p>
    </details>
  );
}
