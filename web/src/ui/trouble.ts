import { OUTDATED, Problem, Unreachable } from "../delivery/gateway";
import { StoreLost } from "../store/database";
import type { Words } from "../words";

/** Words for an error that a visitor can do something about; the gateway's own words where it gave some. */
export function explain(error: unknown, words: Words): string {
  if (error instanceof Unreachable) return words.trouble.offline;
  if (error instanceof Problem) {
    if (error.status === 503) return words.trouble.busy;
    if (error.code === OUTDATED) return words.trouble.outdated;
    return error.detail || error.title || words.trouble.unknown;
  }
  if (error instanceof StoreLost) return words.trouble.lostHelp;
  if (error instanceof DOMException) return words.trouble.storage;
  return words.trouble.unknown;
}
