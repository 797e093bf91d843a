import { useState } from "preact/hooks";

import { go } from "../../device/address";
import { showCode } from "../../rules/codes";
import { receipt } from "../../rules/export";
import { clockTime, dayInWords, dayOf, shortDay } from "../../rules/moment";
import { LATEST_DELIVERY, type Visit } from "../../rules/visit";
import { eraseVisits, readVisit } from "../../store/visits";
import { LeaveSheet, Left } from "../../ui/leave";
import { useLive, useSeconds } from "../../ui/live";
import { Sure } from "../../ui/sheet";
import { Note, Screen, useScene, useVenueName } from "../../ui/shell";
import { useTap } from "../../ui/tap";

/** One visit with its receipt. */
export function VisitScreen({ id }: { id: string }) {
  const { words } = useScene();
  const visit = useLive(async () => (await readVisit(id)) ?? null, [id]);
  if (visit === undefined)
    return (
      <Screen title={words.visit.title} back="/#/history">
        <p>{words.common.loading}</p>
      </Screen>
    );
  if (visit === null)
    return (
      <Screen title={words.visit.title} back="/#/history">
        <p class="lead">{words.visit.gone}</p>
      </Screen>
    );
  return <Known visit={visit} />;
}

function Known({ visit }: { visit: Visit }) {
  const { words, language } = useScene();
  const venueName = useVenueName();
  const [asking, setAsking] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [left, setLeft] = useState(false);
  const { tap, trouble } = useTap();
  const sendable = useSeconds() - visit.enteredAt < LATEST_DELIVERY;
  const open = visit.leftAt === null && visit.state !== "refused" && sendable && !left;
  const erase = async (): Promise<void> => {
    setAsking(false);
    await eraseVisits([visit.id]);
    go("/#/history", true);
  };
  return (
    <Screen title={words.visit.title} back="/#/history" class="visit">
      <div class="plate">
        <strong>{venueName(visit.name)}</strong>
        <span>{dayInWords(visit.enteredAt, language)}</span>
        <span class={`state ${visit.state}`}>{words.history.state[visit.state]}</span>
      </div>
      {visit.refusal ? (
        <Note tone="bad" head={visit.refusal.title}>
          {visit.refusal.detail}
        </Note>
      ) : null}
      <dl class="facts">
        <Fact name={words.visit.entered}>{clockTime(visit.enteredAt)}</Fact>
        <Fact name={words.visit.left}>
          {visit.leftAt === null ? words.visit.notLeft : leftAt(visit.enteredAt, visit.leftAt, language)}
          {visit.out === "waiting"
            ? ` (${words.visit.outWaiting})`
            : visit.out === "refused"
              ? ` (${words.visit.outRefused})`
              : ""}
        </Fact>
        <Fact name={words.visit.companions}>
          {visit.party
            ? `${words.common.people(visit.party)}${visit.companions.length ? ` (${visit.companions.join(", ")})` : ""}`
            : words.visit.none}
        </Fact>
        <Fact name={words.visit.placeLabel}>{words.visit.place[visit.place]}</Fact>
      </dl>
      {open ? (
        <button type="button" class="secondary" onClick={() => setLeaving(true)}>
          {words.visit.leaveNow}
        </button>
      ) : null}
      {leaving ? (
        <LeaveSheet
          visit={visit}
          onLeft={() => {
            setLeaving(false);
            setLeft(true);
          }}
          onClose={() => setLeaving(false)}
        />
      ) : null}
      {left ? <Left visit={visit} onUndone={() => setLeft(false)} onOver={() => setLeft(false)} /> : null}
      {trouble}
      <Receipt visit={visit} />
      <button type="button" class="quiet bad" onClick={() => setAsking(true)}>
        {words.visit.erase}
      </button>
      {asking ? (
        <Sure
          question={words.visit.eraseSure}
          yes={words.visit.erase}
          onYes={() => tap(erase)}
          onNo={() => setAsking(false)}
        />
      ) : null}
    </Screen>
  );
}

/** The day too where it is another one. */
function leftAt(entered: number, left: number, language: string): string {
  const time = clockTime(left);
  return dayOf(entered) === dayOf(left) ? time : `${shortDay(left, language)} ${time}`;
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Receipt({ visit }: { visit: Visit }) {
  const { words } = useScene();
  const [said, setSaid] = useState(words.visit.copy);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(JSON.stringify(receipt(visit), null, 2));
    setSaid(words.visit.copied);
  };
  return (
    <details class="receipt">
      <summary>{words.visit.showReceipt}</summary>
      <p>{words.visit.receiptHelp}</p>
      <dl>
        <Fact name="QR">{showCode(visit.venue)}</Fact>
        <Fact name={words.visit.id}>{visit.id}</Fact>
        <Fact name={words.visit.salt}>{visit.salt}</Fact>
        <Fact name={words.visit.commitment}>{visit.commitment}</Fact>
      </dl>
      <button type="button" class="secondary" onClick={() => void copy().catch(() => setSaid(words.visit.notCopied))}>
        {said}
      </button>
    </details>
  );
}
