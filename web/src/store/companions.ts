import { announce } from "./changes";
import { type Companion, inStore } from "./database";
import { leaveOut } from "./party";

/** People who often come along, by name; the names never leave the phone. */
export async function companions(): Promise<Companion[]> {
  return inStore((db) => db.getAll("companions"));
}

export async function addCompanion(id: string, name: string): Promise<void> {
  await inStore((db) => db.put("companions", { id, name }));
  announce();
}

export async function removeCompanion(id: string): Promise<void> {
  const gone = await inStore((db) => db.get("companions", id));
  await inStore((db) => db.delete("companions", id));
  if (gone) leaveOut(gone.name);
  announce();
}
