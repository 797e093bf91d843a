import { useEffect, useRef, useState } from "preact/hooks";

import { unkept } from "../../delivery/arrive";
import { checkOut } from "../../delivery/check-in";
import { currentObstacle, type Obstacle } from "../../delivery/courier";
import { mark } from "../../device/marks";
import { signal } from "../../device/signal";
import { clockTime, shortDay } from "../../rules/moment";
import type { Visit } from "../../rules/visit";
import { allVisits, openVisit, readVisit } from "../../store/visits";
import { LeaveSheet, Left } from "../../ui/leave";
import { useLive, useSeconds } from "../../ui/live";
import { useScene, useVenueName } from "../../ui/shell";
import { useTap } from "../../ui/tap";
import type { Words } from "../../words";
import { VisitScreen } from "../history/visit";
import { Seal } from "./seal";

type Tone = "confirmed" | "sending" | "waiting" | "refused";

/** For so long the seal lets somebody in; after that, and once the visitor left, the visit is only history. */
const SHOWN_SECONDS = 30 * 60;

/** The confirmation while it is one: an old one, opened again, shows the visit and never the seal. */
export function ResultScreen({ id }: { id: string }) {
  const visit = useLive(async () => unkept.get(id) ?? (await readVisit(id)) ?? null, [id]);
  const seconds = useSeconds();
  const over = visit && (visit.leftAt !== null || seconds - visit.enteredAt > SHOWN_SECONDS);
  if (visit === null || over) return <VisitScreen id={id} />;
  return <Confirmation visit={visit} />;
}

/** What staff read from two metres; its seconds run and its seal moves, a screenshot's don't. */
function Confirmation({ visit }: { visit: Visit | undefined }) {
  const { words, language } = useScene();
  const venueName = useVenueName();
  const obstacle = useLive(async () => currentObstacle()) ?? "none";
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
  const [left, setLeft] = useState<Visit | null>(null);
  const { tap, trouble } = useTap();
  if (left) return <Left visit={left} onUndone={() => setLeft(null)} />;
  if (!before || before.venue === visit.venue) return null;
  const leftNow = async (): Promise<void> => {
    await checkOut(before.id, visit.enteredAt, true);
    setLeft(before);
  };
  return (
    <div class="result-left">
      <p>{words.result.leftPrevious(venueName(before.name))}</p>
      <button type="button" class="secondary" onClick={() => tap(leftNow)}>
        {words.result.leftJustNow}
      </button>
      <button type="button" class="secondary" onClick={() => setLeaving(true)}>
        {words.leave.other}
      </button>
      {trouble}
      {leaving ? <LeaveSheet visit={before} onLeft={() => setLeft(before)} onClose={() => setLeaving(false)} /> : null}
    </div>
  );
}
