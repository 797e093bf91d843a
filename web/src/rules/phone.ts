/** Why a number can get no message, as far as the phone can tell; the gateway knows more. */
export type WrongPhone = "short" | "landline";

/** Marks of writing direction that phones put around numbers they fill in. */
const UNSEEN = /[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** What was typed with plain digits: full-width ones, blanks and brackets are what keyboards and phones make of them. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .replace(UNSEEN, "")
    .replace(/[‐-―−]/g, "-")
    .trim();
}

/** A number as it is sent: digits, with + and the country code where it was given with + or 00. */
export function cleanPhone(text: string): string {
  const written = plain(text).replace(/\(0\)/g, "");
  const digits = written.replace(/\D/g, "");
  if (/^\(?\+/.test(written)) return `+${digits}`;
  if (/^820?1\d{8,9}$/.test(digits)) return `+${digits}`; // Korea's code, its + forgotten
  return digits.startsWith("00") ? `+${digits.slice(2)}` : digits;
}

/** What the phone itself knows to be wrong with a number, or null. */
export function judgePhone(text: string): WrongPhone | null {
  const number = cleanPhone(text).replace(/^\+820?(?=1)/, "0");
  if (number.startsWith("+")) return number.length < 8 ? "short" : null;
  if (/^01\d/.test(number)) return /^(010\d{8}|01[16789]\d{7,8})$/.test(number) ? null : "short";
  return number.length >= 8 ? "landline" : "short";
}

/** A Korean mobile number in its groups while it is typed; any other as it stands. A digit too many is seen, not cut off. */
export function groupPhone(text: string): string {
  const written = plain(text);
  if (!/^01[\d\s-]*$/.test(written)) return written;
  const digits = written.replace(/\D/g, "");
  const middle = digits.startsWith("010") || digits.length > 10 ? 7 : 6;
  return [digits.slice(0, 3), digits.slice(3, middle), digits.slice(middle)].filter(Boolean).join("-");
}

/** Enough of a number for its owner to know it by: `010-****-0001`. */
export function maskPhone(text: string): string {
  const number = cleanPhone(text);
  return `${number.slice(0, 3)}-****-${number.slice(-4)}`;
}
