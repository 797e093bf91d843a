import { type DBSchema, type IDBPDatabase, openDB } from "idb";

import type { DirectoryVenue } from "../rules/directory";
import type { VenueName } from "../rules/names";
import type { Place } from "../rules/place";

export type VisitState = "waiting" | "confirmed" | "refused";

export interface Refusal {
  code: string;
  title: string;
  detail: string;
}

/** A visit as the phone keeps it: the history entry, the receipt and the outbox entry in one record. */
export interface Visit {
  id: string;
  venue: string;
  name: VenueName | null;
  /** Epoch seconds by the server's clock as far as the phone knows it. */
  enteredAt: number;
  leftAt: number | null;
  /** Milliseconds that were added to the phone's clock when `enteredAt` was taken. */
  clockOffset: number;
  party: number;
  companions: string[];
  place: Place;
  displayCode: string | null;
  salt: string;
  commitment: string;
  state: VisitState;
  refusal: Refusal | null;
  out: "none" | "waiting" | "confirmed" | "refused";
  /** Present while something of this visit must still be sent; its index is the outbox. */
  due?: 1;
}

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
