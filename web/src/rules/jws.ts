import { fromBase64url, toBase64url, utf8 } from "./base64url";

/** A public key as the gateway publishes it. Its own fields choose the algorithm, never the token's header. */
export type PublicJwk = JsonWebKey & { kid?: string };

/**
 * The payload of a compact JWS whose signature one of the keys made, or null.
 *
 * EdDSA (Ed25519) and ES256 (P-256); null also where this browser can't check Ed25519.
 */
export async function openJws(token: string, keys: PublicJwk[]): Promise<unknown> {
  const [head, body, signature] = token.split(".");
  if (!head || !body || !signature) return null;
  try {
    const header = parse(head) as { alg?: unknown; kid?: unknown };
    for (const jwk of keys) {
      if (jwk.kid !== undefined && jwk.kid !== header.kid) continue;
      const scheme = schemeOf(jwk);
      if (scheme.alg !== header.alg) continue;
      const { kty, crv, x, y } = jwk;
      const bare = { kty, crv, x, ...(y === undefined ? {} : { y }) } as JsonWebKey;
      const key = await crypto.subtle.importKey("jwk", bare, scheme.key, false, ["verify"]);
      const signed = utf8(`${head}.${body}`);
      if (await crypto.subtle.verify(scheme.sign, key, fromBase64url(signature), signed)) return parse(body);
    }
  } catch {
    return null;
  }
  return null;
}

function schemeOf(jwk: PublicJwk): { alg: string; key: EcKeyImportParams | Algorithm; sign: EcdsaParams | Algorithm } {
  if (jwk.kty === "OKP") return { alg: "EdDSA", key: { name: "Ed25519" }, sign: { name: "Ed25519" } };
  return {
    alg: "ES256",
    key: { name: "ECDSA", namedCurve: "P-256" },
    sign: { name: "ECDSA", hash: "SHA-256" },
  };
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
