import { CONSENT_VERSION } from "../rules/consent";
import { announce } from "../store/changes";
import { keep, read } from "../store/kept";
import { ask, askJson, type Schemas } from "./gateway";
import { sessionToken } from "./session";

export interface Pass {
  pass: string;
  /** Epoch seconds. */
  expiresAt: number;
}

/** A child under the guardian's number; the name stands on this phone only. */
export interface Child {
  id: string;
  /** Epoch seconds. */
  addedAt: number;
  name: string | null;
}

const PASS = { fields: { pass: "text", expires_at: "moment" } } as const;
const CHILD_PASS = { fields: { ...PASS.fields, id: "text" } } as const;

/** The visitor's own pass. */
export async function makePass(kind: "phone" | "printed"): Promise<Pass> {
  return toPass(await askJson("post", "/v1/passes", PASS, { body: { kind }, token: await sessionToken() }));
}

/** The children under this number, in the order in which they were added. */
export async function listChildren(): Promise<Child[]> {
  const shape = { fields: { children: "object" } } as const;
  const { children } = await askJson("get", "/v1/me/children", shape, { token: await sessionToken() });
  const names = (await read("childNames")) ?? {};
  const found = children.map(({ id, added_on }) => ({
    id,
    addedAt: Date.parse(added_on) / 1000,
    name: names[id] ?? null,
  }));
  return found.sort((a, b) => a.addedAt - b.addedAt);
}

/** Consents for a child and gives its printed pass. `guardian` is the guardian's own verified number or address. */
export async function addChild(
  name: string,
  guardian: Pick<Schemas["ChildRequest"], "phone" | "email">,
): Promise<Pass> {
  const body: Schemas["ChildRequest"] = { ...guardian, consent: CONSENT_VERSION };
  const made = await askJson("post", "/v1/me/children", CHILD_PASS, { body, token: await sessionToken() });
  await keep("childNames", { ...(await read("childNames")), [made.id]: name });
  announce();
  return toPass(made);
}

/** A new printed pass for a child; it ends the one before. */
export async function renewChildPass(id: string): Promise<Pass> {
  const token = await sessionToken();
  return toPass(await askJson("post", "/v1/me/children/{id}/passes", CHILD_PASS, { at: { id }, token }));
}

/** Erases the child's identity; its pass ends with it. */
export async function removeChild(id: string): Promise<void> {
  await ask("delete", "/v1/me/children/{id}", { at: { id }, token: await sessionToken() });
  const { [id]: _, ...rest } = (await read("childNames")) ?? {};
  await keep("childNames", rest);
  announce();
}

const toPass = (answer: { pass: string; expires_at: string }): Pass => ({
  pass: answer.pass,
  expiresAt: Date.parse(answer.expires_at) / 1000,
});
