import { fromBase64url, sha256, toBase64url, utf8 } from "./base64url";

/** The bytes that a receipt commits to: four UTF-8 lines, each ended by a line feed (docs/protocol.md). */
export function canonicalVisit(id: string, venue: string, enteredAt: number): Uint8Array<ArrayBuffer> {
  return utf8(`ansim-visit-v1\n${id}\n${venue}\n${enteredAt}\n`);
}

/** SHA-256(salt ‖ canonical visit) as base64url; `salt` is base64url of 32 bytes, `enteredAt` epoch seconds. */
export async function commit(salt: string, id: string, venue: string, enteredAt: number): Promise<string> {
  const head = fromBase64url(salt);
  const visit = canonicalVisit(id, venue, enteredAt);
  const bytes = new Uint8Array(head.length + visit.length);
  bytes.set(head);
  bytes.set(visit, head.length);
  return toBase64url(await sha256(bytes));
}

/** 32 random bytes that stay on the phone: without them the commitment says nothing. */
export function newSalt(): string {
  return toBase64url(crypto.getRandomValues(new Uint8Array(32)));
}
