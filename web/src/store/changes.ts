/** Tells every open page (and the service worker) that something in the store changed. */
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("ansim-changes");
const listeners = new Set<() => void>();

channel?.addEventListener("message", tell);

function tell(): void {
  for (const listener of listeners) listener();
}

export function announce(): void {
  channel?.postMessage(0);
  tell();
}

export function onChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
