import { useMemo, useState } from "preact/hooks";
import { clockTime, dayInWords, dayOf } from "../../rules/moment";
import type { Visit } from "../../rules/visit";
import { allVisits } from "../../store/visits";
import { ExposureBand } from "../../ui/exposures";
import { Icon } from "../../ui/icons";
import { useLive } from "../../ui/live";
import { usePolicy } from "../../ui/policy";
import { Screen, useScene, useVenueName } from "../../ui/shell";
import { Waiting } from "../../ui/status";
import { Calendar } from "./calendar";
import { Keeping } from "./keeping";
import { PresenceCheck } from "./presence";

/** What this phone remembers, as a list or a calendar. The server never gives visits back. */
export function HistoryScreen() {
  const { words } = useScene();
  const { retentionDays } = usePolicy();
  const visits = useLive(allVisits);
  const [view, setView] = useState<"list" | "calendar">("list");
  const [day, setDay] = useState<string | null>(null);
  if (!visits)
    return (
      <Screen title={words.history.title}>
        <p class="lead">{words.common.loading}</p>
      </Screen>
    );
  const shown = view === "calendar" && day ? visits.filter((visit) => dayOf(visit.enteredAt) === day) : visits;
  return (
    <Screen title={words.history.title} class="history">
      <ExposureBand />
      <Waiting />
      {visits.length ? (
        <>
          <div class="choice" role="group" aria-label={words.history.title}>
            {(["list", "calendar"] as const).map((name) => (
              <button key={name} type="button" aria-pressed={view === name} onClick={() => setView(name)}>
                {words.history[name]}
              </button>
            ))}
          </div>
          {view === "calendar" ? <Calendar visits={visits} day={day} onDay={setDay} /> : null}
          <Days visits={shown} />
          <PresenceCheck visits={visits} />
        </>
      ) : (
        <div class="empty">
          <Icon name="history" />
          <strong>{words.history.empty}</strong>
          <p>{words.history.emptyHelp}</p>
        </div>
      )}
      <Keeping visits={visits} />
      <p class="small">{words.history.onPhone(retentionDays)}</p>
    </Screen>
  );
}

function Days({ visits }: { visits: Visit[] }) {
  const { language } = useScene();
  const days = useMemo(() => {
    const grouped = new Map<string, Visit[]>();
    for (const visit of visits) {
      const day = dayOf(visit.enteredAt);
      grouped.set(day, [...(grouped.get(day) ?? []), visit]);
    }
    return [...grouped];
  }, [visits]);
  return (
    <>
      {days.map(([day, entries]) => (
        <section key={day} class="day">
          <h2>{dayInWords(entries[0]!.enteredAt, language)}</h2>
          <ul class="visits">
            {entries.map((visit) => (
              <VisitRow key={visit.id} visit={visit} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function VisitRow({ visit }: { visit: Visit }) {
  const { words } = useScene();
  const venueName = useVenueName();
  const end = visit.leftAt === null ? "" : `–${clockTime(visit.leftAt, false)}`;
  return (
    <li>
      <a href={`/#/visit/${visit.id}`}>
        <span class="stay">
          <time dateTime={new Date(visit.enteredAt * 1000).toISOString()}>
            {clockTime(visit.enteredAt, false)}
            {end}
          </time>
          <strong>{venueName(visit.name)}</strong>
        </span>
        <span class={`state ${visit.state}`}>{words.history.state[visit.state]}</span>
        <Icon name="next" />
      </a>
    </li>
  );
}
