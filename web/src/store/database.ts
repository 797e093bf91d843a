import { type DBSchema, type IDBPDatabase, openDB } from "idb";

import type { DirectoryVenue } from "../rules/directory";
import type { Visit } from "../rules/visit";
import { announce } from "./changes";

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

/** The phone's store cannot be reached: it never answers, was lost on the way, or this window has none. */
export class StoreLost extends Error {
  override name = "StoreLost";
}

/** Safari 14 never answers the first open after a start, and answers the second at once. */
const NEXT_OPEN_MS = 600;
/** Screens are drawn within 3 s, with the store or without. */
const GIVE_UP_MS = 2_000;
const LONGEST_WORK_MS = 10_000;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;
/** What a connection that the system took away throws; the next one may be good. */
const TAKEN_AWAY = ["InvalidStateError", "UnknownError", "TimeoutError"];

let opened: Promise<Database> | null = null;
let lost = false;
const reopened: ((db: Database) => Promise<void>)[] = [];

/** Whether the store is out of reach at the moment; it is tried again by itself. */
export const isStoreLost = (): boolean => lost;

/** Does `work` with each connection that is opened after one was lost, before anybody else has it. */
export function whenReopened(work: (db: Database) => Promise<void>): void {
  reopened.push(work);
}

/**
 * Does `work` in the phone's own store; once more where the connection was taken away on the way.
 *
 * Throws `StoreLost` where the store is out of reach or takes longer than `limit` milliseconds, else what `work` throws.
 */
export async function inStore<Result>(
  work: (db: Database) => Promise<Result>,
  limit = LONGEST_WORK_MS,
): Promise<Result> {
  if (lost) throw new StoreLost("the store is being opened again");
  try {
    return await within(limit, work(await connection()));
  } catch (error) {
    if (!isTakenAway(error)) throw error;
    opened = null;
  }
  try {
    return await within(limit, work(await connection()));
  } catch (error) {
    if (isTakenAway(error)) lose();
    throw isTakenAway(error) ? new StoreLost(String(error)) : error;
  }
}

function connection(): Promise<Database> {
  opened ??= openSoon().catch((error: unknown) => {
    lose();
    throw error;
  });
  return opened;
}

/** From here on everybody is told at once that the store is lost, until a later try opens it. */
function lose(): void {
  opened = null;
  if (lost) return;
  lost = true;
  announce();
  retryAfter(FIRST_RETRY_MS);
}

function retryAfter(wait: number): void {
  setTimeout(async () => {
    try {
      const db = await openSoon();
      for (const work of reopened) await within(LONGEST_WORK_MS, work(db));
      opened = Promise.resolve(db);
      lost = false;
      announce();
    } catch {
      // Said on every screen while `lost` holds.
      retryAfter(Math.min(wait * 2, LONGEST_RETRY_MS));
    }
  }, wait);
}

/** The first of several opens that succeeds. Throws `StoreLost` after `GIVE_UP_MS`. */
function openSoon(): Promise<Database> {
  if (typeof indexedDB === "undefined") return Promise.reject(new StoreLost("no IndexedDB here"));
  return new Promise((resolve, reject) => {
    let done = false;
    let last: unknown = "no answer";
    const finish = (): void => {
      done = true;
      clearInterval(next);
      clearTimeout(end);
    };
    const open = (): void => {
      openOnce().then(
        (db) => {
          if (done) return db.close();
          finish();
          resolve(db);
        },
        (error: unknown) => {
          last = error;
        },
      );
    };
    const next = setInterval(open, NEXT_OPEN_MS);
    const end = setTimeout(() => {
      finish();
      reject(new StoreLost(String(last)));
    }, GIVE_UP_MS);
    open();
  });
}

async function openOnce(): Promise<Database> {
  return openDB<Schema>("ansim", 1, {
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
}

function isTakenAway(error: unknown): boolean {
  return error instanceof DOMException && TAKEN_AWAY.includes(error.name);
}

function within<Result>(limit: number, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DOMException("the store does not answer", "TimeoutError")), limit);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
