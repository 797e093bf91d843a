import { serverNow } from "../device/clock";
import { deviceKey, publicJwk } from "../device/key";
import { alone } from "../device/locks";
import { sha256, toBase64url, utf8 } from "../rules/base64url";
import { CONSENT_VERSION } from "../rules/consent";
import { signJws } from "../rules/jws";
import { maskPhone } from "../rules/phone";
import { announce } from "../store/changes";
import { forget, keep, read, type Session } from "../store/kept";
import { askJson, Problem, type Schemas } from "./gateway";

/** The phone holds no credential, or the gateway no longer takes it: verify the number again. */
export class NotVerified extends Error {
  override name = "NotVerified";
}

const SESSION = { fields: { token: "text", expires_at: "moment" } } as const;

/** Only these mean that the number must be verified again; anything else passes by itself. */
const ENDED = ["bad-presentation", "credential-replaced", "session-stopped"];
const RENEW_BEFORE_MS = 60 * 60_000;
let current: Session | null = null;

export async function isVerified(): Promise<boolean> {
  return ((await read("credential")) ?? (await read("session"))) !== undefined;
}

/** Where a code goes: to a number, or to an e-mail address, whose number is then only where to call. */
export interface Address {
  phone?: string;
  email?: string;
}

/** A code that is on its way. */
export interface SentCode extends Address {
  verificationId: string;
  /** Epoch seconds. */
  expiresAt: number;
}

/** Asks for six digits to be sent. */
export async function sendCode({ phone, email }: Address): Promise<SentCode> {
  const shape = { fields: { verification_id: "text", expires_at: "moment" } } as const;
  const sent = await askJson("post", "/v1/verifications", shape, { body: email ? { email } : { phone: phone! } });
  return {
    ...address(phone, email),
    verificationId: sent.verification_id,
    expiresAt: Math.floor(Date.parse(sent.expires_at) / 1000),
  };
}

/** Only what is given: an absent field and an empty one are two things to the gateway. */
const address = (phone?: string, email?: string): Address => ({
  ...(phone ? { phone } : {}),
  ...(email ? { email } : {}),
});

export interface SignUp extends Address, Pick<SentCode, "verificationId"> {
  code: string;
  name: string;
}

/** Trades the code from the message for a credential bound to this phone's key, and a first session. */
export async function signUp({ verificationId, code, phone, email, name }: SignUp): Promise<void> {
  const device_key = await publicJwk(await deviceKey());
  const body: Schemas["SessionRequest"] = {
    verification_id: verificationId,
    code,
    consent: CONSENT_VERSION,
    device_key,
    ...address(phone, email),
    ...(name ? { name } : {}),
  };
  const answer = await askJson("post", "/v1/sessions", SESSION, { body });
  if (answer.credential) await keep("credential", answer.credential);
  await (phone ? keep("ownNumber", maskPhone(phone)) : forget("ownNumber"));
  await forget("endedOn", "keptUntil");
  await remember(answer);
  announce();
}

/** A session token that is still good, renewed with the device key where it is not. */
export async function sessionToken(): Promise<string> {
  current ??= (await read("session")) ?? null;
  if (current && current.expiresAt > (await serverNow())) return current.token;
  return renew();
}

/** Renews ahead of time, so that a scan at a door needs one request only. */
export async function renewEarly(): Promise<void> {
  current ??= (await read("session")) ?? null;
  if (!current || current.expiresAt - RENEW_BEFORE_MS > (await serverNow())) return;
  await renew();
}

/** A new token whatever the kept one says (the gateway refused it). */
export async function renew(): Promise<string> {
  const before = current?.token;
  return alone("ansim-session", async () => {
    const kept = (await read("session")) ?? null;
    if (kept && kept.token !== before) {
      // Another tab was faster.
      current = kept;
      return kept.token;
    }
    const credential = await read("credential");
    try {
      if (credential) return await trade(credential);
    } catch (error) {
      if (!(error instanceof Problem && ENDED.includes(error.code))) throw error;
    }
    await signOut();
    throw new NotVerified();
  });
}

/** A new token for the credential and a fresh proof; once more where the nonce ran out on the way. */
async function trade(credential: string, again = true): Promise<string> {
  try {
    const presentation = await present(credential);
    return await remember(await askJson("post", "/v1/sessions/renewals", SESSION, { body: { presentation } }));
  } catch (error) {
    if (again && error instanceof Problem && error.code === "bad-nonce") return trade(credential, false);
    throw error;
  }
}

/** The credential with a fresh key-binding proof (RFC 9901 §4.3). */
async function present(credential: string): Promise<string> {
  const { nonce } = await askJson("post", "/v1/nonces", { fields: { nonce: "text" } });
  const bare = credential.endsWith("~") ? credential : `${credential}~`;
  const payload = {
    iat: Math.floor((await serverNow()) / 1000),
    aud: globalThis.location.host,
    nonce,
    sd_hash: toBase64url(await sha256(utf8(bare))),
  };
  const pair = await deviceKey();
  return bare + (await signJws({ typ: "kb+jwt", alg: "ES256" }, payload, pair.privateKey));
}

async function remember(answer: Schemas["Renewed"]): Promise<string> {
  current = { token: answer.token, expiresAt: Date.parse(answer.expires_at) };
  await keep("session", current);
  return current.token;
}

/** Forgets the person on this phone; visits and companions stay. */
export async function signOut(): Promise<void> {
  current = null;
  await forget("credential", "session", "deviceKey", "ownNumber");
  announce();
}
