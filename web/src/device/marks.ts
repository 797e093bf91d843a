/** Moments of one scan in the browser's own timeline, for benchmarks/app.py and the developer tools. */
export type Moment = "ansim-frame" | "ansim-confirmed";

/** Notes a moment; only the latest of each kind is kept. */
export function mark(moment: Moment): void {
  performance.clearMarks(moment);
  performance.mark(moment);
}
