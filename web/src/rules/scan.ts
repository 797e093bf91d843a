import { readCode } from "./codes";

/** What a QR or a typed text turned out to be. */
export type Scan =
  | { kind: "venue"; code: string; displayCode: string | null }
  | { kind: "pass"; pass: string }
  | { kind: "foreign"; host: string }
  | { kind: "unreadable" };

/** Reads the text of a QR, a pasted address or a typed code, for the app that runs at `host`. */
export function readScan(text: string, host: string): Scan {
  const trimmed = text.trim();
  if (/^ANSIM1\./.test(trimmed)) return { kind: "pass", pass: trimmed };
  const typed = readCode(trimmed);
  if (typed) return { kind: "venue", code: typed, displayCode: null };
  return readAddress(trimmed, host);
}

/** Of several codes in one picture, the one that leads to a venue; else what the first is; null: there is none. */
export function readScans(texts: string[], host: string): Scan | null {
  const scans = texts.map((text) => readScan(text, host));
  return scans.find((scan) => scan.kind === "venue") ?? scans[0] ?? null;
}

function readAddress(text: string, host: string): Scan {
  let address: URL;
  try {
    address = new URL(text);
  } catch {
    return { kind: "unreadable" };
  }
  if (!/^https?:$/.test(address.protocol)) return { kind: "unreadable" };
  if (address.host !== host.toLowerCase()) return { kind: "foreign", host: address.host };
  const path = /^\/v\/([^/]+)\/?$/i.exec(address.pathname);
  const code = path?.[1] ? readCode(path[1]) : null;
  if (!code) return { kind: "unreadable" };
  return { kind: "venue", code, displayCode: readDisplayCode(address.search) };
}

/** The six digits of a rotating screen (`?d=123456`), or null. */
export function readDisplayCode(search: string): string | null {
  const digits = new URLSearchParams(search).get("d");
  return digits && /^\d{6}$/.test(digits) ? digits : null;
}
