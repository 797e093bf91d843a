import { keep, read } from "../store/kept";

/** The phone's own P-256 key. WebCrypto never gives the private half out, not even to this app. */
export async function deviceKey(): Promise<CryptoKeyPair> {
  const kept = await read("deviceKey");
  if (kept) return kept;
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  await keep("deviceKey", pair);
  return pair;
}

/** The public half as the gateway binds it into the credential (RFC 7517, RFC 7518 §6.2.1). */
export async function publicJwk(pair: CryptoKeyPair): Promise<{ kty: "EC"; crv: "P-256"; x: string; y: string }> {
  const { x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { kty: "EC", crv: "P-256", x: x!, y: y! };
}
