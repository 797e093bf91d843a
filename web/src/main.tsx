import "./style/tokens.css";
import "./style/base.css";
import "./style/screens.css";
import "./style/visits.css";
import "./style/sheets.css";
import "./style/confirmation.css";

import { render } from "preact";

import { App } from "./app";
import { startCourier } from "./delivery/courier";
import { refreshDirectories, refreshPolicy } from "./delivery/directories";
import { speak } from "./delivery/gateway";
import { isVerified, renewEarly } from "./delivery/session";
import { clockOffset } from "./device/clock";
import { awaitInstallOffer } from "./device/install";
import { read } from "./store/kept";
import { chooseLanguage, LANGUAGES, type Language, loadWords } from "./words";

/** What the first screen needs, read from the phone alone. */
async function start(): Promise<void> {
  const kept = await Promise.all([
    read("language"),
    read("theme"),
    read("type"),
    read("policy"),
    isVerified(),
    clockOffset(),
  ]).catch(() => null);
  const [chosen, theme, type, policy, verified] = kept ?? [];
  const language = chosen && chosen in LANGUAGES ? (chosen as Language) : chooseLanguage(navigator.languages);
  const root = document.documentElement;
  root.lang = language;
  root.dataset.theme = theme ?? "system";
  root.dataset.type = type ?? "large";
  speak(language);
  const words = await loadWords(language);
  render(
    <App language={language} words={words} policy={policy ?? null} verified={verified ?? false} broken={!kept} />,
    document.getElementById("app")!,
  );
  if (kept) afterFirstPaint(verified ?? false);
}

/** What can wait until the visitor sees something: delivery, renewal, policy, directories, the service worker. */
function afterFirstPaint(verified: boolean): void {
  startCourier();
  const quietly = (work: () => Promise<unknown>): void => void work().catch(() => undefined);
  if (verified) quietly(renewEarly);
  quietly(async () => {
    await refreshPolicy();
    await refreshDirectories();
  });
  quietly(async () => navigator.serviceWorker?.register("/app/sw.js", { scope: "/" }));
  quietly(async () => navigator.storage?.persist?.());
}

awaitInstallOffer();
void start();
