/** Hands a fault of ours to the browser, as if nobody had caught it: its console and its `error` event tell of it. */
export function report(error: unknown): void {
  setTimeout(() => {
    throw error;
  });
}
