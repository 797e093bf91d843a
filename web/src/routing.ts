import { useEffect, useState } from "preact/hooks";

import { readCode } from "./rules/codes";
import { readDisplayCode } from "./rules/scan";

export type Route =
  | { page: "scan" | "history" | "pass" | "more" | "rights" | "settings" | "company" | "verify" | "reader" | "display" }
  | { page: "venue"; code: string | null; displayCode: string | null }
  | { page: "result" | "visit"; id: string };

const PLAIN = ["history", "pass", "more", "rights", "settings", "company", "verify"] as const;

/** The screen of an address. What the hash holds never reaches a server. */
export function readRoute({ pathname, hash, search }: Pick<Location, "pathname" | "hash" | "search">): Route {
  const door = /^\/v\/([^/]+)\/?$/i.exec(pathname);
  if (door) return { page: "venue", code: readCode(decodeURIComponent(door[1]!)), displayCode: readDisplayCode(search) };
  if (pathname === "/reader") return { page: "reader" };
  if (pathname === "/display") return { page: "display" };
  const [page, id] = hash.replace(/^#\/?/, "").split("/");
  if ((page === "result" || page === "visit") && id) return { page, id };
  const plain = PLAIN.find((name) => name === page);
  return { page: plain ?? "scan" };
}

const listeners = new Set<() => void>();

/** Goes to an address of this app without loading it anew. */
export function go(address: string, replace = false): void {
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  listeners.forEach((listener) => listener());
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
