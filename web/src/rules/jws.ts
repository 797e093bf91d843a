import { fromBase64url, toBase64url, utf8 } from "./base64url";

/** A public key as the gateway publishes it. Its own fields choose the algorithm, never the token's header. */
export type PublicJwk = JsonWebKey & { kid?: string };

/**
 * The payload of a compact JWS whose signature one of the keys made, or null.
 *
 * EdDSA (Ed25519) and ES256 (P-256).
 */
export async function openJws(token: string, keys: PublicJwk[]): Promise<unknown> {
  const [head, body, signature] = token.split(".");
  if (!head || !body || !signature) return null;
  try {
    const header = parse(head) as { alg?: unknown; kid?: unknown };
    for (const jwk of keys) {
      if (jwk.kid !== undefined && jwk.kid !== header.kid) continue;
      if (header.alg !== (jwk.kty === "OKP" ? "EdDSA" : "ES256")) continue;
      const signed = utf8(`${head}.${body}`);
      const check = jwk.kty === "OKP" ? checkEd25519 : checkP256;
      if (await check(jwk, fromBase64url(signature), signed)) return parse(body);
    }
  } catch {
    return null;
  }
  return null;
}

type Bytes = Uint8Array<ArrayBuffer>;

async function checkP256({ kty, crv, x, y }: PublicJwk, signature: Bytes, signed: Bytes): Promise<boolean> {
  const scheme = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("jwk", { kty, crv, x, y } as JsonWebKey, scheme, false, ["verify"]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, signed);
}

/** WebCrypto knows Ed25519 since 2025 in Chromium, 2023 in Safari; older phones fetch a small library. */
async function checkEd25519({ kty, crv, x }: PublicJwk, signature: Bytes, signed: Bytes): Promise<boolean> {
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey("jwk", { kty, crv, x } as JsonWebKey, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    const { verifyAsync } = await import("@noble/ed25519");
    return verifyAsync(signature, signed, fromBase64url(x ?? ""));
  }
  return crypto.subtle.verify({ name: "Ed25519" }, key, signature, signed);
}

function parse(part: string): unknown {
  return JSON.parse(new TextDecoder().decode(fromBase64url(part)));
}

/** A compact ES256 JWS under a device key. */
export async function signJws(header: object, payload: object, key: CryptoKey): Promise<string> {
  const signed = [header, payload].map((part) => toBase64url(utf8(JSON.stringify(part)))).join(".");
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, utf8(signed));
  return `${signed}.${toBase64url(new Uint8Array(signature))}`;
}
