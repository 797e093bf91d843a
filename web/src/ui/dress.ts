import type { Kept } from "../store/kept";

/** Language, theme and size of type as the style sheets read them from the page's root. */
export function dress(language: string, theme: Kept["theme"] = "system", type: Kept["type"] = "large"): void {
  const root = document.documentElement;
  root.lang = language === "zh" ? "zh-Hans" : language;
  root.dataset.theme = theme;
  root.dataset.type = type;
}
