import { useMemo, useState } from "preact/hooks";

import { dayOf, monthGrid, monthInWords } from "../../rules/moment";
import type { Visit } from "../../rules/visit";
import { Icon } from "../../ui/icons";
import { useScene } from "../../ui/shell";

/** A month with the number of visits on each day; a tap shows that day's. */
export function Calendar({
  visits,
  day,
  onDay,
}: {
  visits: Visit[];
  day: string | null;
  onDay: (day: string) => void;
}) {
  const { words, language } = useScene();
  const latest = new Date((visits[0]?.enteredAt ?? Date.now() / 1000) * 1000);
  const [{ year, month }, setMonth] = useState({ year: latest.getFullYear(), month: latest.getMonth() });
  const counts = useMemo(() => {
    const found = new Map<string, number>();
    for (const visit of visits) found.set(dayOf(visit.enteredAt), (found.get(dayOf(visit.enteredAt)) ?? 0) + 1);
    return found;
  }, [visits]);
  const turn = (by: number): void => {
    const next = new Date(year, month + by, 1);
    setMonth({ year: next.getFullYear(), month: next.getMonth() });
  };
  const weekday = new Intl.DateTimeFormat(language, { weekday: "narrow" });
  return (
    <div class="calendar">
      <div class="calendar-head">
        <button type="button" class="round" aria-label={words.history.previous} onClick={() => turn(-1)}>
          <Icon name="back" />
        </button>
        <strong aria-live="polite">{monthInWords(year, month, language)}</strong>
        <button type="button" class="round" aria-label={words.history.next} onClick={() => turn(1)}>
          <Icon name="next" />
        </button>
      </div>
      <table>
        <thead>
          <tr>
            {[0, 1, 2, 3, 4, 5, 6].map((column) => (
              <th key={column} scope="col">
                {weekday.format(new Date(2023, 0, 1 + column))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {monthGrid(year, month).map((week, row) => (
            <tr key={row}>
              {week.map((date, column) => {
                const key = `${year}-${String(month + 1).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
                const count = counts.get(key) ?? 0;
                if (!date) return <td key={column} />;
                return (
                  <td key={column}>
                    {count ? (
                      <button type="button" aria-pressed={key === day} onClick={() => onDay(key)}>
                        {date} <span aria-hidden="true">{count}</span>
                        <span class="unseen">{words.history.visits(count)}</span>
                      </button>
                    ) : (
                      <span class="no-visit">{date}</span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
