import { type DBSchema, type IDBPDatabase, openDB } from "idb";

import type { DirectoryVenue } from "../rules/directory";
import type { Visit } from "../rules/visit";

export interface Companion {
  id: string;
  name: string;
}

export interface HeldDirectory {
  district: string;
  version: string;
  expiresAt: number;
  etag: string | null;
}

interface Schema extends DBSchema {
  kept: { key: string; value: unknown };
  visits: { key: string; value: Visit; indexes: { due: number; enteredAt: number } };
  companions: { key: string; value: Companion };
  directories: { key: string; value: HeldDirectory };
  venues: { key: string; value: DirectoryVenue; indexes: { district: string } };
}

export type Database = IDBPDatabase<Schema>;

let opened: Promise<Database> | null = null;

/** The phone's own store. Opened once per page or service worker. */
export function database(): Promise<Database> {
  opened ??= openDB<Schema>("ansim", 1, {
    upgrade(db) {
      db.createObjectStore("kept");
      const visits = db.createObjectStore("visits", { keyPath: "id" });
      visits.createIndex("due", "due");
      visits.createIndex("enteredAt", "enteredAt");
      db.createObjectStore("companions", { keyPath: "id" });
      db.createObjectStore("directories", { keyPath: "district" });
      db.createObjectStore("venues", { keyPath: "key" }).createIndex("district", "district");
    },
    terminated() {
      opened = null;
    },
  });
  return opened;
}
