import type { PublicJwk } from "../rules/jws";
import { database } from "./database";

/** What the app keeps under single names. */
export interface Kept {
  deviceKey: CryptoKeyPair;
  credential: string;
  session: Session;
  clockOffset: number;
  policy: Policy;
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
  consentVersion: string;
  name: "optional" | "required" | "unused";
  directoryKeys: PublicJwk[];
}

export async function read<Name extends keyof Kept>(name: Name): Promise<Kept[Name] | undefined> {
  return (await (await database()).get("kept", name)) as Kept[Name] | undefined;
}

export async function keep<Name extends keyof Kept>(name: Name, value: Kept[Name]): Promise<void> {
  await (await database()).put("kept", value, name);
}

export async function forget(...names: (keyof Kept)[]): Promise<void> {
  const db = await database();
  await Promise.all(names.map((name) => db.delete("kept", name)));
}
