import { CONSENT_VERSION } from "../rules/consent";
import { uuid7 } from "../rules/uuid7";
import { announce } from "../store/changes";
import { forget, keep, read } from "../store/kept";
import { ask, askJson, Problem, type Schemas, withRightClock } from "./gateway";

/** What a venue's device keeps: its own token, and nothing of any visitor. */
export interface VenueDevice {
  token: string;
  kind: "reader" | "display";
}

export type DeviceState = Schemas["DeviceState"];
export type RowAccount = Schemas["RowAccount"];

/** An entry that can still be undone. Moments in epoch seconds. */
export interface Entered {
  enteredAt: number;
  undo: string;
  undoUntil: number;
  safeCode: string | null;
}

export interface Person {
  name: string;
  phone: string;
  party: number;
  safeCode: boolean;
}

const PAIRED = { fields: { token: "text", kind: "text" } } as const;
const STATE = { fields: { kind: "text", venue: "object", code: "text" } } as const;
const ENTERED = { fields: { undo: "text", undo_until: "moment" } } as const;
const ACCOUNT = { fields: { refused: "object" } } as const;

/** Trades the one-time token of the portal's QR for this device's own. */
export async function pairDevice(token: string): Promise<VenueDevice> {
  const paired = await askJson("post", "/v1/devices", PAIRED, { body: { token } });
  const device = { token: paired.token, kind: paired.kind };
  await keep("venueDevice", device);
  announce();
  return device;
}

/** The device that this browser was made, where it is one of that kind. */
export async function pairedAs(kind: VenueDevice["kind"]): Promise<VenueDevice | null> {
  const device = await read("venueDevice");
  return device?.kind === kind ? device : null;
}

export async function deviceState(token: string): Promise<DeviceState> {
  return await askJson("get", "/v1/device", STATE, { token });
}

/** Whether the portal took the device away, so that nothing will work until it is paired again. */
export function isRevoked(error: unknown): boolean {
  return error instanceof Problem && /^reader-/.test(error.code);
}

/** The screen that says so stays until the page is opened again. */
export async function forgetDevice(): Promise<void> {
  await forget("venueDevice");
}

/** Somebody without a phone, entered by staff; nothing of it stays on this device. */
export async function enterPerson(token: string, id: string, person: Person): Promise<Entered> {
  let entered: Entered | null = null;
  await withRightClock(async (moment) => {
    const at = new Date(moment).toISOString();
    const body: Schemas["StaffEntry"] = {
      id,
      name: person.name,
      phone: person.phone,
      consent: CONSENT_VERSION,
      entered_at: at,
      sent_at: at,
      party: person.party,
      safe_code: person.safeCode,
    };
    const answer = await askJson("post", "/v1/staff-entries", ENTERED, { body, token });
    entered = {
      enteredAt: Math.floor(moment / 1000),
      undo: answer.undo,
      undoUntil: Date.parse(answer.undo_until) / 1000,
      safeCode: answer.safe_code ?? null,
    };
  });
  if (!entered) throw new Error("an answer was waited for");
  return entered;
}

export async function undoEntry(token: string, undo: string): Promise<void> {
  await ask("post", "/v1/undos", { body: { undo }, token });
}

/** One line of the paper list. `at`: epoch milliseconds. */
export async function writeLine(token: string, safeCode: string, at: number, party: number): Promise<RowAccount> {
  let account: RowAccount | null = null;
  await withRightClock(async (moment) => {
    const line = { safe_code: safeCode, entered_at: new Date(at).toISOString(), party };
    const body = { lines: [line], sent_at: new Date(moment).toISOString() };
    account = await askJson("post", "/v1/hand-written-lines", ACCOUNT, { body, token });
  });
  if (!account) throw new Error("an answer was waited for");
  return account;
}

export const newEntryId = (): string => uuid7(Date.now());
