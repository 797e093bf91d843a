import { announce } from "./changes";
import { type Companion, database } from "./database";
import { leaveOut } from "./party";

/** People who often come along, by name; the names never leave the phone. */
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
  if (gone) leaveOut(gone.name);
  announce();
}
