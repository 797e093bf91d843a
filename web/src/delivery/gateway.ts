import { learnClock, learnServerTime, serverNow, steadyNow } from "../device/clock";
import { hasShape, type Shape } from "../rules/shape";
import type { components, paths } from "./gateway-api";

const TIMEOUT_MS = 20_000;
/** The gateway's words of consent are newer than this app's. */
export const OUTDATED = "consent-outdated";

/** What the gateway's OpenAPI document calls its bodies. */
export type Schemas = components["schemas"];

type Method = "get" | "post" | "delete";
type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];
type Operation<M extends Method, P extends PathsWith<M>> = paths[P][M];
type Json<Body> = { content: { "application/json": Body } };
type BodyOf<O> = O extends { requestBody: Json<infer Body> } ? Body : undefined;
type AnswerOf<O> = O extends { responses: { 200: Json<infer A> } | { 201: Json<infer A> } } ? A : never;

/** The gateway's answer was a problem (RFC 9457). A reader switches on `code`, never on words. */
export class Problem extends Error {
  override name = "Problem";
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly retryAfter: number | null,
  ) {
    super(`${status} ${code}`);
  }
}

/** No answer came: no network, a torn connection, or the time ran out. The act may have happened all the same. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

interface Question {
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
  /** What stands in the braces of the path. */
  at?: Record<string, string>;
  /** How the browser's own cache is used. */
  cache?: RequestCache;
}

let language = "ko";

export function speak(chosen: string): void {
  language = chosen;
}

/** One question to the gateway; learns the clock from every answer. Throws `Problem` or `Unreachable`. */
export async function ask<M extends Method>(method: M, path: PathsWith<M>, question: Question = {}): Promise<Response> {
  const { body, token, headers, at = {}, cache = "default" } = question;
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(at[name] ?? ""));
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  const sentAt = steadyNow();
  let answer: Response;
  try {
    answer = await fetch(address, {
      method: method.toUpperCase(),
      credentials: "omit",
      cache,
      redirect: "error",
      signal: abort.signal,
      headers: {
        "Accept-Language": language,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw new Unreachable(String(error));
  } finally {
    clearTimeout(timer);
  }
  await learnClock(answer.headers.get("Date"), sentAt, steadyNow());
  if (answer.ok || answer.status === 304) return answer;
  const { problem, serverTime } = await readProblem(answer);
  if (serverTime) await learnServerTime(serverTime);
  if (problem.code === OUTDATED) void fetchNewApp();
  throw problem;
}

/**
 * The JSON of an answer, typed by the gateway's own document.
 *
 * `shape` names the fields that the app relies on; an answer without them is no answer of the gateway's.
 */
export async function askJson<M extends Method, P extends PathsWith<M>>(
  method: M,
  path: P,
  shape: Shape,
  question: Question & { body?: BodyOf<Operation<M, P>> } = {},
): Promise<AnswerOf<Operation<M, P>>> {
  const answer = await ask(method, path, question);
  const found = await answer.json().catch((error: unknown) => {
    // A torn body is a lost reply.
    throw new Unreachable(String(error));
  });
  if (!hasShape(found, shape)) throw new Unreachable(`${path}: an answer of another shape`);
  return found as AnswerOf<Operation<M, P>>;
}

/** Whether the gateway refused the number itself. */
export function isAboutPhone(error: unknown): boolean {
  return error instanceof Problem && /^(bad-phone|phone-)/.test(error.code);
}

/** Does `work` at the server's time (milliseconds), once more where the gateway says that the clock was wrong. */
export async function withRightClock(work: (now: number) => Promise<void>): Promise<number> {
  const first = await serverNow();
  try {
    await work(first);
    return first;
  } catch (error) {
    if (!(error instanceof Problem && error.code === "clock-skew")) throw error;
  }
  const second = await serverNow();
  await work(second);
  return second;
}

/** The newest app is fetched in the background; it is shown when the page is opened again. */
async function fetchNewApp(): Promise<void> {
  const registration = await globalThis.navigator.serviceWorker?.getRegistration();
  // Without a network, or where the browser forbids it, the next start does it.
  await registration?.update().catch(() => undefined);
}

async function readProblem(answer: Response): Promise<{ problem: Problem; serverTime: string | undefined }> {
  // A proxy's error page is no JSON: its status says all there is.
  const words = ((await answer.json().catch(() => null)) ?? {}) as Partial<Schemas["ProblemDocument"]>;
  const retryAfter = Number(answer.headers.get("Retry-After") ?? Number.NaN);
  const problem = new Problem(
    answer.status,
    words.code ?? `http-${answer.status}`,
    words.title ?? "",
    words.detail ?? "",
    Number.isNaN(retryAfter) ? null : retryAfter,
  );
  return { problem, serverTime: words.server_time };
}
