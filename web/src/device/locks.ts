import { inStore, StoreLost } from "../store/database";

const LEASE_MS = 30_000;

/** Runs `work` while no other tab or worker of this app runs work of the same name. */
export async function alone<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  if (typeof navigator !== "undefined" && navigator.locks) {
    return (await navigator.locks.request(name, work)) as Result;
  }
  return lease(name, work);
}

/** Browsers before 2022 have no Web Locks: a lease in the store, whose transactions exclude each other. */
async function lease<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const key = `lease:${name}`;
  while (!(await takeLease(key))) await new Promise((done) => setTimeout(done, 200));
  try {
    return await work();
  } finally {
    await leaveLease(key);
  }
}

/** True with the lease, and where there is no store: then no other page can share anything with this one. */
async function takeLease(key: string): Promise<boolean> {
  try {
    return await inStore(async (db) => {
      const transaction = db.transaction("kept", "readwrite");
      const until = (await transaction.store.get(key)) as number | undefined;
      const free = until === undefined || until < Date.now();
      if (free) await transaction.store.put(Date.now() + LEASE_MS, key);
      await transaction.done;
      return free;
    });
  } catch (error) {
    if (error instanceof StoreLost) return true;
    throw error;
  }
}

async function leaveLease(key: string): Promise<void> {
  try {
    await inStore((db) => db.delete("kept", key));
  } catch (error) {
    // A lease that stays runs out by itself.
    if (!(error instanceof StoreLost)) throw error;
  }
}
