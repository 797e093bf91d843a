import { LANGUAGES, type Language } from "../words";
import { useScene } from "./shell";

export function LanguageChoice() {
  const { words, language, setLanguage } = useScene();
  return (
    <div class="languages" role="group" aria-label={words.common.language}>
      {(Object.keys(LANGUAGES) as Language[]).map((key) => (
        <button key={key} type="button" lang={key} aria-pressed={key === language} onClick={() => setLanguage(key)}>
          {LANGUAGES[key]}
        </button>
      ))}
    </div>
  );
}
