import { announce } from "./changes";
import { type Companion, database } from "./database";

export const MOST_COMPANIONS = 50;

/** Who comes along to the next check-ins: chosen names and a count of others. Held until the app is closed. */
export interface Company {
  names: string[];
  others: number;
}

let chosen: Company = { names: [], others: 0 };

export const company = (): Company => chosen;
export const partyOf = ({ names, others }: Company): number => names.length + others;

export function choose(next: Company): void {
  if (partyOf(next) > MOST_COMPANIONS || next.others < 0) return;
  chosen = next;
  announce();
}

export async function companions(): Promise<Companion[]> {
  return (await database()).getAll("companions");
}

export async function addCompanion(id: string, name: string): Promise<void> {
  await (await database()).put("companions", { id, name });
  announce();
}

export async function removeCompanion(id: string): Promise<void> {
  const db = await database();
  const gone = await db.get("companions", id);
  await db.delete("companions", id);
  if (gone) chosen = { ...chosen, names: chosen.names.filter((name) => name !== gone.name) };
  announce();
}
