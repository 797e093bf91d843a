import { maskPhone } from "../rules/phone";
import { forget, keep } from "../store/kept";
import { ask, askJson, type Schemas } from "./gateway";
import { sessionToken, signOut } from "./session";

export type Me = Schemas["Me"];

/** What is stored about the visitor. */
export async function aboutMe(): Promise<Me> {
  const shape = {
    fields: {
      verified_on: "moment",
      verified_by: ["phone", "email"],
      last_seen_week: "moment",
      consent: "text",
      requests: "object",
    },
  } as const;
  return askJson("get", "/v1/me", shape, { token: await sessionToken() });
}

/** Another number for the same person, proven by the code sent to it. */
export async function changePhone(change: Schemas["PhoneChange"]): Promise<void> {
  await ask("post", "/v1/me/phone", { body: change, token: await sessionToken() });
  if (change.phone) await keep("ownNumber", maskPhone(change.phone));
}

export async function askCorrection(text: string): Promise<void> {
  const body: Schemas["CorrectionRequest"] = { text };
  await ask("post", "/v1/me/corrections", { body, token: await sessionToken() });
}

/** Withdraws the consent; this phone forgets the person. Gives the last day of what remains, null where nothing does. */
export async function withdrawConsent(): Promise<string | null> {
  const token = await sessionToken();
  const { kept_until } = await askJson("post", "/v1/me/withdrawal", { fields: {} }, { token });
  await forget("childNames");
  await signOut();
  return kept_until;
}

/** Erases the identity; this phone forgets the person. */
export async function eraseMe(): Promise<void> {
  await ask("delete", "/v1/me", { token: await sessionToken() });
  await forget("childNames");
  await signOut();
}
