import type { Feed } from "../rules/exposures";
import type { PublicJwk } from "../rules/jws";
import { inStore, StoreLost, whenReopened } from "./database";

/** What the app keeps under single names. */
export interface Kept {
  deviceKey: CryptoKeyPair;
  credential: string;
  session: Session;
  clockOffset: number;
  /** The verified number, masked: enough for its owner to know which one. */
  ownNumber: string;
  /** What the guardian calls each child, by the child's id; no name is sent. */
  childNames: Record<string, string>;
  /** Epoch seconds at which the consent was withdrawn from this phone. */
  endedOn: number;
  /** `2026-12-25`: the last day of what remains after a withdrawal. */
  keptUntil: string;
  /** This browser is a venue's own device: its token, and nothing of any visitor. */
  venueDevice: { token: string; kind: "reader" | "display" };
  policy: Policy;
  exposureFeed: Feed;
  /** By a visit that was shown as exposed, when that ends (epoch seconds). */
  exposuresTold: Record<string, number>;
  language: string;
  theme: "system" | "light" | "dark";
  type: "large" | "larger";
  comparePlace: boolean;
  leaveOnNext: boolean;
}

export interface Session {
  token: string;
  /** Milliseconds since the epoch, server's clock. */
  expiresAt: number;
}

/** What `GET /v1/settings` says, as far as the app shows or uses it. */
export interface Policy {
  retentionDays: number;
  identityDays: number;
  /** Whom visitors call about their health. */
  call: string;
  name: "optional" | "required" | "unused";
  /** Below this age a guardian consents. */
  childYears: number;
  /** Whether a code can be sent by e-mail where no text arrives. */
  email: boolean;
  directoryKeys: PublicJwk[];
  /** Absent where the policy was kept before there was a feed. */
  exposureKeys?: PublicJwk[];
}

/** Set-up is read before the first screen, so it may not hold that up. */
const READ_LIMIT_MS = 800;

/** What could not be written while the store was lost; it counts until the store is back, and is written then. */
const unwritten = new Map<keyof Kept, unknown>();

whenReopened(async (db) => {
  const transaction = db.transaction("kept", "readwrite");
  for (const [name, value] of unwritten) {
    void (value === undefined ? transaction.store.delete(name) : transaction.store.put(value, name));
  }
  await transaction.done;
  unwritten.clear();
});

export async function read<Name extends keyof Kept>(name: Name): Promise<Kept[Name] | undefined> {
  return orElse(
    () => inStore((db) => db.get("kept", name), READ_LIMIT_MS),
    () => unwritten.get(name),
  ) as Promise<Kept[Name] | undefined>;
}

export async function keep<Name extends keyof Kept>(name: Name, value: Kept[Name]): Promise<void> {
  await orElse(
    () => inStore((db) => db.put("kept", value, name)),
    () => unwritten.set(name, value),
  );
}

export async function forget(...names: (keyof Kept)[]): Promise<void> {
  await orElse(
    () => inStore((db) => Promise.all(names.map((name) => db.delete("kept", name)))),
    () => {
      for (const name of names) unwritten.set(name, undefined);
    },
  );
}

async function orElse(stored: () => Promise<unknown>, held: () => unknown): Promise<unknown> {
  try {
    return await stored();
  } catch (error) {
    if (!(error instanceof StoreLost)) throw error;
    return held();
  }
}
