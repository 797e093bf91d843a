import { readCode } from "./codes";
import { readDisplayCode } from "./scan";

const PLAIN = [
  "history",
  "exposures",
  "pass",
  "more",
  "rights",
  "settings",
  "companions",
  "children",
  "safe-code",
  "verify",
  "help",
] as const;

export type Route =
  | { page: "scan" | "reader" | "display" | "pair" | (typeof PLAIN)[number] }
  | { page: "venue"; code: string | null; displayCode: string | null }
  | { page: "result" | "visit"; id: string };

/** The screen of an address. What the hash holds never reaches a server. */
export function readRoute({ pathname, hash, search }: Pick<Location, "pathname" | "hash" | "search">): Route {
  const door = /^\/v\/([^/]+)\/?$/i.exec(pathname)?.[1];
  if (door) return { page: "venue", code: readCode(decodeURIComponent(door)), displayCode: readDisplayCode(search) };
  if (pathname === "/reader") return { page: "reader" };
  if (pathname === "/pair") return { page: "pair" };
  if (pathname === "/display") return { page: "display" };
  const [page, id] = hash.replace(/^#\/?/, "").split("/");
  if ((page === "result" || page === "visit") && id) return { page, id };
  return { page: PLAIN.find((name) => name === page) ?? "scan" };
}
