import type { Words } from "./ko";

export type { Words };
export const LANGUAGES = { ko: "한국어", en: "English", zh: "中文", ja: "日本語" } as const;
export type Language = keyof typeof LANGUAGES;

/** Each language is a file of its own, fetched when it is wanted. */
const LOADERS: Record<Language, () => Promise<Words>> = {
  ko: async () => (await import("./ko")).ko,
  en: async () => (await import("./en")).en,
  zh: async () => (await import("./zh")).zh,
  ja: async () => (await import("./ja")).ja,
};

export function loadWords(language: Language): Promise<Words> {
  return LOADERS[language]();
}

/** The first of the wished languages that we speak; Korean where none fits. */
export function chooseLanguage(wished: readonly string[]): Language {
  for (const wish of wished) {
    const head = wish.slice(0, 2).toLowerCase();
    if (head in LANGUAGES) return head as Language;
  }
  return "ko";
}
