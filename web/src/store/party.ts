import { announce } from "./changes";

export const MOST_COMPANIONS = 50;

/** Who comes along to the next check-in: chosen names and a count of others. Held until that check-in. */
export interface Party {
  names: string[];
  others: number;
}

const ALONE: Party = { names: [], others: 0 };
let chosen = ALONE;

export const party = (): Party => chosen;
export const sizeOf = ({ names, others }: Party): number => names.length + others;

export function chooseParty(next: Party): void {
  if (sizeOf(next) > MOST_COMPANIONS || next.others < 0) return;
  chosen = next;
  announce();
}

/** After a check-in the next one begins alone. */
export function resetParty(): void {
  chosen = ALONE;
  announce();
}

/** The name is no longer one of a companion. */
export function leaveOut(gone: string): void {
  chosen = { ...chosen, names: chosen.names.filter((name) => name !== gone) };
}
