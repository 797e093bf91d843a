import type { Shell } from "../ko/shell";
import { count } from "./count";

export const shell: Shell = {
  appName: "Ansim",
  tabs: { scan: "Check in", history: "My visits", pass: "Pass", more: "More" },
  common: {
    back: "Back",
    close: "Close",
    cancel: "Cancel",
    again: "Try again",
    optional: "optional",
    loading: "Loading",
    language: "Language",
    people: (n) => count(n, "person", "people"),
  },
  trouble: {
    offline: "There is no internet connection. Please try again when you are connected.",
    busy: "The service is busy. Please try again in a moment.",
    unknown: "That did not work. Please try again in a moment.",
    outdated: "The consent has changed. Please close this page, open it again and read the new one.",
    whenOnline: "Available when you are connected.",
    storage: "This phone can't store anything here. Close the private window or free some space, then open it again.",
    lost: "This phone's storage does not open",
    lostHelp:
      "We keep trying. Meanwhile you can verify your number and check in, but your visits are not kept here. If this is a private window, please use a normal one.",
    unopened: "Ansim did not open. Please open it again, or use the paper list.",
  },
};
