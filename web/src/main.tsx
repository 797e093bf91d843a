import "./style/tokens.css";
import "./style/base.css";
import "./style/screens.css";
import "./style/scan.css";
import "./style/sign-up.css";
import "./style/visits.css";
import "./style/sheets.css";
import "./style/confirmation.css";

import { render } from "preact";

import { App } from "./app";
import { startCourier } from "./delivery/courier";
import { refreshDirectories, refreshPolicy } from "./delivery/directories";
import { watchExposures } from "./delivery/exposures";
import { Problem, speak, Unreachable } from "./delivery/gateway";
import { isVerified, NotVerified, renewEarly } from "./delivery/session";
import { serverNow } from "./device/clock";
import { watchClock } from "./device/clock-watch";
import { awaitInstallOffer } from "./device/install";
import { report } from "./device/report";
import { StoreLost } from "./store/database";
import { read } from "./store/kept";
import { dress } from "./ui/dress";
import { chooseLanguage, LANGUAGES, type Language, loadWords } from "./words";

/** What the first screen needs, read from the phone alone; a lost store gives nothing, and does not hold it up. */
async function start(): Promise<void> {
  const [chosen, theme, type, policy, verified] = await Promise.all([
    read("language"),
    read("theme"),
    read("type"),
    read("policy"),
    isVerified(),
    serverNow(),
  ]);
  const language = chosen && chosen in LANGUAGES ? (chosen as Language) : chooseLanguage(navigator.languages);
  dress(language, theme, type);
  speak(language);
  const words = await loadWords(language);
  const place = document.getElementById("app")!;
  place.textContent = "";
  render(<App language={language} words={words} policy={policy ?? null} verified={verified} />, place);
  afterFirstPaint(verified);
}

/** What can wait until the visitor sees something: delivery, renewal, policy, directories, the service worker. */
function afterFirstPaint(verified: boolean): void {
  startCourier();
  const later = (work: () => Promise<unknown>): void => void work().catch(passes);
  if (verified) later(renewEarly);
  later(async () => {
    await refreshPolicy();
    await refreshDirectories();
  });
  // Whoever the phone is of, and whether anybody verified a number: the request says nothing of its sender.
  watchExposures();
  later(async () => navigator.serviceWorker?.register("/app/sw.js", { scope: "/" }));
  later(async () => navigator.storage?.persist?.());
}

/** No network, a busy gateway, a lost store, a worker that a browser forbids: tried again at the next start. */
function passes(error: unknown): void {
  const passing = [Unreachable, Problem, NotVerified, StoreLost, DOMException, TypeError];
  if (!passing.some((kind) => error instanceof kind)) report(error);
}

/** Never a blank page: what is said where not even the app itself could start. */
async function sayUnopened(error: unknown): Promise<void> {
  report(error);
  const { ko } = await import("./words/ko");
  const { en } = await import("./words/en");
  document.getElementById("app")!.textContent = `${ko.trouble.unopened} ${en.trouble.unopened}`;
}

awaitInstallOffer();
watchClock();
start().catch(sayUnopened);
