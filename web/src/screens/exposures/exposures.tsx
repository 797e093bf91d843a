import { useEffect } from "preact/hooks";

import { forgetWithdrawn, refreshExposures, rememberTold } from "../../delivery/exposures";
import { report } from "../../device/report";
import type { Exposure } from "../../rules/exposures";
import { clockTime, dayInWords, shortDay } from "../../rules/moment";
import { readVisit } from "../../store/visits";
import { useExposures } from "../../ui/exposures";
import { useLive } from "../../ui/live";
import { NetButton } from "../../ui/online";
import { usePolicy } from "../../ui/policy";
import { Note, Screen, useScene, useVenueName } from "../../ui/shell";
import { useTap } from "../../ui/tap";

/** Where this phone was in published hours, and what to do; worked out here, told to nobody. */
export function ExposuresScreen() {
  const { words, language } = useScene();
  const standing = useExposures();
  const { tap, trouble } = useTap();
  useEffect(() => {
    if (standing) rememberTold(standing.exposures).catch(report);
  }, [standing]);
  const checkedAt = standing?.checkedAt ?? 0;
  return (
    <Screen title={words.exposures.title} back="/#/more" class="exposures">
      {standing?.withdrawn ? (
        <div class="note good" role="status">
          <strong>{words.exposures.withdrawn(standing.withdrawn)}</strong>
          <p>{words.exposures.withdrawnHelp}</p>
          <button type="button" class="secondary" onClick={() => tap(forgetWithdrawn)}>
            {words.exposures.understood}
          </button>
        </div>
      ) : null}
      {standing?.stale ? (
        <Note tone="wait" head={words.exposures.stale}>
          {words.exposures.staleHelp}
        </Note>
      ) : null}
      {standing?.exposures.map((exposure) => (
        <Card key={exposure.visit} exposure={exposure} />
      ))}
      {standing && !standing.exposures.length && checkedAt ? (
        <Note tone="plain" head={words.exposures.none}>
          {words.exposures.noneHelp}
        </Note>
      ) : null}
      {standing?.exposures.length ? <Call /> : null}
      <p class="small" role="status">
        {checkedAt
          ? words.exposures.checked(`${shortDay(checkedAt / 1000, language)} ${clockTime(checkedAt / 1000, false)}`)
          : words.exposures.never}
      </p>
      <NetButton class="secondary" text={words.exposures.again} onClick={() => tap(refreshExposures)} />
      {trouble}
      <p class="small">{words.exposures.how}</p>
      <p class="small">{words.exposures.notHere}</p>
    </Screen>
  );
}

function Card({ exposure }: { exposure: Exposure }) {
  const { words, language } = useScene();
  const { call } = usePolicy();
  const venueName = useVenueName();
  const visit = useLive(async () => (await readVisit(exposure.visit)) ?? null, [exposure.visit]);
  const { head, body } = words.exposures.advice[exposure.advice](call);
  return (
    <section class="exposure">
      <h2>{head}</h2>
      <p class="where">
        <strong>{visit ? venueName(visit.name) : words.common.loading}</strong>
        <span>
          {dayInWords(exposure.from, language)} {clockTime(exposure.from, false)}–{clockTime(exposure.until, false)}
        </span>
      </p>
      {exposure.sure ? null : <p>{words.exposures.unsure}</p>}
      <p>{body}</p>
      {exposure.group === "unsaid" ? null : <p>{words.exposures.group[exposure.group]}</p>}
      <p class="small">{words.exposures.until(shortDay(exposure.ends - 1, language))}</p>
    </section>
  );
}

function Call() {
  const { words } = useScene();
  const { call } = usePolicy();
  return (
    <section class="exposure">
      <h2>{words.exposures.where}</h2>
      <p>{words.exposures.whereHelp(call)}</p>
      <a class="primary" href={`tel:${call.replace(/[^\d+]/g, "")}`}>
        {words.help.number(call)}
      </a>
    </section>
  );
}
