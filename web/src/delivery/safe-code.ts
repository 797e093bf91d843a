import { askJson, Problem } from "./gateway";
import { sessionToken } from "./session";

/** A personal safe code, and how it reads in Latin letters. */
export interface SafeCode {
  code: string;
  latin: string;
}

const SHAPE = { fields: { safe_code: "text", latin: "text" } } as const;

/** My safe code; null where none was made yet. */
export async function mySafeCode(): Promise<SafeCode | null> {
  try {
    const found = await askJson("get", "/v1/me/safe-code", SHAPE, { token: await sessionToken() });
    return { code: found.safe_code, latin: found.latin };
  } catch (error) {
    if (error instanceof Problem && error.code === "no-safe-code") return null;
    throw error;
  }
}

/** A new safe code; the one before counts for lines written before this moment. */
export async function makeSafeCode(): Promise<SafeCode> {
  const made = await askJson("post", "/v1/me/safe-code", SHAPE, { token: await sessionToken() });
  return { code: made.safe_code, latin: made.latin };
}
