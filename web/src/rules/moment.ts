/** Local calendar helpers for showing moments; all in epoch seconds. */
const pad = (value: number): string => String(value).padStart(2, "0");

/** `2026-11-23` of the phone's own calendar. */
export function dayOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** `14:03:27`, the same in every language. */
export function clockTime(seconds: number, withSeconds = true): string {
  const date = new Date(seconds * 1000);
  const short = `${pad(date.getHours())}:${pad(date.getMinutes())}`;
  return withSeconds ? `${short}:${pad(date.getSeconds())}` : short;
}

/** The day in words of the language. */
export function dayInWords(seconds: number, language: string): string {
  return new Intl.DateTimeFormat(language, { month: "long", day: "numeric", weekday: "long" }).format(seconds * 1000);
}

/** The date with its year, for what lasts. */
export function dateInWords(seconds: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(seconds * 1000);
}

/** The date as short as it can stand on a seal: `11월 27일 (금)`. */
export function shortDay(seconds: number, language: string): string {
  return new Intl.DateTimeFormat(language, { month: "long", day: "numeric", weekday: "short" }).format(seconds * 1000);
}

export function monthInWords(year: number, month: number, language: string): string {
  return new Intl.DateTimeFormat(language, { year: "numeric", month: "long" }).format(new Date(year, month, 1));
}

/** What is left of a few minutes: `2:58`. */
export function countdown(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`;
}

/** The weeks of a month as days of the month, 0 where the cell is empty; weeks begin on Sunday. */
export function monthGrid(year: number, month: number): number[][] {
  const lead = new Date(year, month, 1).getDay();
  const length = new Date(year, month + 1, 0).getDate();
  const weeks: number[][] = [];
  for (let first = 1 - lead; first <= length; first += 7) {
    weeks.push(Array.from({ length: 7 }, (_, day) => (first + day >= 1 && first + day <= length ? first + day : 0)));
  }
  return weeks;
}

/**
 * When somebody who came at `since` left, if they say only `HH:MM` of the phone's clock; null: it is no such time.
 *
 * Epoch seconds. The first such moment after they came, whatever the day is by now: who asks on Friday about
 * Wednesday's dinner means Wednesday. The minute of the arrival itself is one second's stay.
 */
export function firstAt(time: string, since: number): number | null {
  const [hours, minutes] = time.split(":").map(Number);
  if (!/^\d{1,2}:\d{2}$/.test(time) || hours! > 23 || minutes! > 59) return null;
  const came = new Date(since * 1000);
  const date = new Date(since * 1000);
  date.setHours(hours!, minutes!, 0, 0);
  if (date.getTime() < came.setSeconds(0, 0)) date.setDate(date.getDate() + 1);
  return Math.max(date.getTime() / 1000, Math.floor(since) + 1);
}
