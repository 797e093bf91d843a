import { learnClock } from "../device/clock";

const TIMEOUT_MS = 20_000;

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

export interface Ask {
  method?: string;
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
  language?: string;
}

let language = "ko";

export function speak(chosen: string): void {
  language = chosen;
}

/** One question to the gateway; learns the clock from every answer. Throws `Problem` or `Unreachable`. */
export async function ask(path: string, { method, body, token, headers }: Ask = {}): Promise<Response> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  const sentAt = Date.now();
  let answer: Response;
  try {
    answer = await fetch(path, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      credentials: "omit",
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
  await learnClock(answer.headers.get("Date"), sentAt, Date.now());
  if (answer.ok || answer.status === 304) return answer;
  throw await readProblem(answer);
}

/** The JSON of an answer. */
export async function askJson<Answer>(path: string, question: Ask = {}): Promise<Answer> {
  const answer = await ask(path, question);
  try {
    return (await answer.json()) as Answer;
  } catch (error) {
    // A torn body is a lost reply.
    throw new Unreachable(String(error));
  }
}

async function readProblem(answer: Response): Promise<Problem> {
  const words = (await answer.json().catch(() => ({}))) as Partial<Record<"code" | "title" | "detail", string>>;
  const retryAfter = Number(answer.headers.get("Retry-After") ?? Number.NaN);
  return new Problem(
    answer.status,
    words.code ?? `http-${answer.status}`,
    words.title ?? "",
    words.detail ?? "",
    Number.isNaN(retryAfter) ? null : retryAfter,
  );
}
