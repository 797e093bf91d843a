import type { Exposures } from "../ko/exposures";
import { count } from "./count";

export const exposures: Exposures = {
  exposures: {
    title: "Exposures",
    lead: "Whether you were near somebody infected",
    band: (n) => `${count(n, "exposure")} for you`,
    bandHelp: "Tap to see what to do.",
    none: "No exposure concerns you",
    noneHelp:
      "None of the visits on this phone is at a published place and time. If you feel ill, please stay at home.",
    advice: {
      test: (call) => ({
        head: "Please get tested",
        body: `Somebody infected was there in these hours. Please be tested at a public health centre, also without symptoms. Meet nobody until you know the result. Call ${call} if you have questions.`,
      }),
      watch: (call) => ({
        head: "Please watch for symptoms",
        body: `Somebody infected was there in these hours. If you have a fever or feel unwell, please meet nobody and call ${call} or a public health centre.`,
      }),
      ask: (call) => ({
        head: "Please call and ask",
        body: `Somebody infected was there in these hours. Please ask ${call} or a public health centre what to do.`,
      }),
    },
    group: { airways: "It is a disease of the airways.", gut: "It is passed on by food or hands." },
    unsure: "You noted no departure, so it is not certain that you were still there.",
    until: (day) => `Shown until ${day}.`,
    where: "Tests and questions",
    whereHelp: (call) => `Public health centres test. ${call} tells you where and when. Please call before you go.`,
    withdrawn: (n) => `${count(n, "exposure")} that we showed you ${n === 1 ? "was" : "were"} withdrawn`,
    withdrawnHelp: "It was corrected and no longer concerns you.",
    understood: "Understood",
    stale: "This list is old",
    staleHelp: "New exposures and withdrawals are unknown. Please connect to the internet and check again.",
    checked: (time) => `Checked on ${time}.`,
    never: "Not checked yet. It happens by itself when there is a connection.",
    again: "Check now",
    how: "This phone fetches the whole public list and compares it with its own visits. Only this phone knows whether you are concerned. It checks when you open Ansim.",
    notHere:
      "Only places where this phone checked in are compared, not those entered with a pass, a safe code, a call or the paper list, nor visits that you erased. No exposure does not mean that you are safe.",
  },
};
