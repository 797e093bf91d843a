/** A number for a sentence: no line ends at its hyphens or blanks. */
export function unbroken(number: string): string {
  return number.replace(/-/g, "\u2011").replace(/\s/g, "\u00a0");
}
