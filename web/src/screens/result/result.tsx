import { useEffect, useRef, useState } from "preact/hooks";

import { unkept } from "../../delivery/arrive";
import { checkOut } from "../../delivery/check-in";
import { currentObstacle, type Obstacle } from "../../delivery/courier";
import { mark } from "../../device/marks";
import { signal } from "../../device/signal";
import { clockTime, shortDay } from "../../rules/moment";
import type { Visit } from "../../rules/visit";
import { allVisits, openVisit, readVisit } from "../../store/visits";
import { LeaveSheet } from "../../ui/leave";
import { useLive, useSeconds } from "../../ui/live";
import { useScene, useVenueName } from "../../ui/shell";
import type { Words } from "../../words";
import { Seal } from "./seal";

type Tone = "confirmed" | "sending" | "waiting" | "refused";

/** The confirmation that staff read from two metres; its seconds run and its seal moves, a screenshot's don't. */
export function ResultScreen({ id }: { id: string }) {
  const { words, language } = useScene();
  const venueName = useVenueName();
  const visit = useLive(async () => unkept.get(id) ?? (await readVisit(id)), [id]);
  const obstacle = useLive(async () => currentObstacle(), [id]) ?? "none";
  const seconds = useSeconds();
  const tone = visit ? toneOf(visit, obstacle) : "sending";
  useOutcome(tone, words);
  return (
    <main class={`result ${tone}`} id="main" data-state={tone}>
      <Seal tone={tone} second={seconds % 60} />
      <h1 tabIndex={-1}>{words.result[tone]}</h1>
      <p class="result-venue">{visit ? venueName(visit.name) : ""}</p>
      {tone === "confirmed" || tone === "waiting" ? <p class="result-enter">{words.result.enter}</p> : null}
      <p class="result-day">{shortDay(seconds, language)}</p>
      <p class="result-clock">
        <span class="unseen">{words.result.now} </span>
        {clockTime(seconds)}
      </p>
      {visit ? <Details visit={visit} tone={tone} obstacle={obstacle} /> : null}
      {visit && tone === "confirmed" ? <LeftPrevious visit={visit} /> : null}
      <a class="primary" href="/">
        {words.result.done}
      </a>
    </main>
  );
}

function toneOf(visit: Visit, obstacle: Obstacle): Tone {
  if (visit.state !== "waiting") return visit.state;
  return obstacle === "none" ? "sending" : "waiting";
}

/** Sound and vibration, once, when the visitor can know where the visit stands; its words to screen readers. */
function useOutcome(tone: Tone, words: Words): void {
  const told = useRef(false);
  useEffect(() => {
    document.title = `${words.result[tone]} · ${words.appName}`;
    if (tone === "sending" || told.current) return;
    told.current = true;
    if (tone === "confirmed") mark("ansim-confirmed");
    signal(tone !== "refused");
    document.querySelector<HTMLElement>(".result h1")?.focus();
  }, [tone, words]);
}

function Details({ visit, tone, obstacle }: { visit: Visit; tone: Tone; obstacle: Obstacle }) {
  const { words } = useScene();
  const help = tone === "refused" ? visit.refusal?.detail || visit.refusal?.title : words.result[`${tone}Help`];
  return (
    <div class="result-details" role="status">
      <p>{unkept.has(visit.id) && tone === "confirmed" ? words.result.unkept : help}</p>
      {tone === "waiting" && obstacle === "not-verified" ? (
        <p>
          {words.result.notVerified} <a href="/#/verify">{words.result.verify}</a>
        </p>
      ) : null}
      <p>
        {words.result.at(clockTime(visit.enteredAt))}
        {visit.party ? ` · ${words.result.people(visit.party)}` : ""}
      </p>
      {Math.abs(visit.clock.offset) > 60_000 ? <p>{words.result.timeCorrected}</p> : null}
    </div>
  );
}

/** The stay before, with the question when it ended. */
function LeftPrevious({ visit }: { visit: Visit }) {
  const { words } = useScene();
  const venueName = useVenueName();
  const [leaving, setLeaving] = useState(false);
  const before = useLive(async () => {
    const others = (await allVisits()).filter(({ id, enteredAt }) => id !== visit.id && enteredAt <= visit.enteredAt);
    return openVisit(others, visit.enteredAt);
  }, [visit.id]);
  if (!before || before.venue === visit.venue) return null;
  return (
    <div class="result-left">
      <p>{words.result.leftPrevious(venueName(before.name))}</p>
      <button type="button" class="secondary" onClick={() => void checkOut(before.id, visit.enteredAt)}>
        {words.result.leftJustNow}
      </button>
      <button type="button" class="secondary" onClick={() => setLeaving(true)}>
        {words.leave.other}
      </button>
      {leaving ? <LeaveSheet visit={before} onClose={() => setLeaving(false)} /> : null}
    </div>
  );
}
