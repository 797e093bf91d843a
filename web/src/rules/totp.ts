/** Display codes: RFC 6238 with SHA-1, 6 digits, 30 seconds. */
export const STEP_SECONDS = 30;

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The six digits that stand on the venue's screen at `seconds` since the epoch. */
export async function totp(secret: Uint8Array<ArrayBuffer>, seconds: number): Promise<string> {
  const counter = new DataView(new ArrayBuffer(8));
  const steps = Math.floor(seconds / STEP_SECONDS);
  counter.setUint32(0, Math.floor(steps / 2 ** 32));
  counter.setUint32(4, steps % 2 ** 32);
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-1" }, false, ["sign"]);
  const mac = new DataView(await crypto.subtle.sign("HMAC", key, counter.buffer));
  const offset = mac.getUint8(19) & 0x0f;
  return String((mac.getUint32(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** The bytes of a base32 secret (RFC 4648 §6, padding and spaces ignored), or null where it is none. */
export function readSecret(text: string): Uint8Array<ArrayBuffer> | null {
  const letters = text.toUpperCase().replace(/[\s=-]/g, "");
  if (!letters || /[^A-Z2-7]/.test(letters)) return null;
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of letters) {
    value = ((value << 5) | BASE32.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 0xff);
  }
  return new Uint8Array(bytes);
}
