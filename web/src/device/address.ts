import { useEffect, useState } from "preact/hooks";

import { type Route, readRoute } from "../rules/routes";

const listeners = new Set<() => void>();

/** Goes to an address of this app without loading it anew. */
export function go(address: string, replace = false): void {
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  for (const listener of listeners) listener();
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => readRoute(location));
  useEffect(() => {
    const follow = (): void => {
      setRoute(readRoute(location));
      window.scrollTo(0, 0);
    };
    // The address may have changed between the first drawing and this.
    setRoute(readRoute(location));
    listeners.add(follow);
    window.addEventListener("popstate", follow);
    window.addEventListener("hashchange", follow);
    return () => {
      listeners.delete(follow);
      window.removeEventListener("popstate", follow);
      window.removeEventListener("hashchange", follow);
    };
  }, []);
  return route;
}
