/** Venue codes: 16 characters of Crockford base32, read as `ansim.domain.codes` reads them. */
const SHAPE = /^[0-9A-HJKMNP-TV-Z]{16}$/;

/** The code that a person typed or scanned, in its one written form, or null where it is none. */
export function readCode(text: string): string | null {
  const code = text.replace(/[\s-]/g, "").toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
  return SHAPE.test(code) ? code : null;
}

/** Four groups of four, as the poster prints it under the QR. */
export function showCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, "$1 ");
}
