import type { More } from "../ko/more";
import { count } from "./count";

export const more: More = {
  more: {
    title: "More",
    rights: "My rights",
    rightsHelp: "What is stored, change number, erase",
    settings: "Settings",
    settingsHelp: "Type, language, location, screen",
    companions: "Family and friends",
    companionsHelp: "People who come along",
    about: "Ansim is open source: anyone can read how it works. No advertising, no tracking.",
  },
  help: {
    title: "Help and contact",
    lead: "How to use it, phone, privacy, terms",
    call: "Ask by phone",
    callLead: "For questions about infectious diseases. Call if you feel unwell or were told to.",
    number: (call) => `Call ${call}`,
    privacy: "Privacy notice",
    terms: "Terms of use",
    version: (version) => `Ansim ${version}`,
    questions: [
      {
        ask: "No text message arrives",
        answer:
          "Check the number and ask for another code. For a number from abroad, start with + and the country code. If none comes, please use the venue's paper list.",
      },
      {
        ask: "Somebody in my family has no smartphone",
        answer: "Print a paper pass under Pass. The venue's phone reads it.",
      },
      {
        ask: "I have a new phone",
        answer: "Verify the same number on it. Your visits can be moved by a file: see Manage my visits.",
      },
      {
        ask: "What if there is no internet?",
        answer:
          "Check in as always. The visit is saved on the phone and sent when you are connected. Please open Ansim once with a connection within three days.",
      },
    ],
    termLines: [
      "It is free and without advertising.",
      "Verify your own number only.",
      "Check in only where you are.",
      "You need not use it: the venue has a paper list.",
    ],
  },
  settings: {
    title: "Settings",
    type: "Type size",
    large: "Large",
    larger: "Larger",
    theme: "Screen",
    system: "Auto",
    light: "Light",
    dark: "Dark",
    place: "Compare my place with the venue's",
    placeHelp: "Compared on this phone; only near, far or unknown is sent, never a position.",
    leave: "Note that I left when I check in elsewhere",
    leaveHelp: "Only for going straight from place to place.",
    directory: "Venues for offline use",
    directoryHelp: (n) => `The names of ${count(n, "venue")} are on this phone, to check a QR without a network.`,
    refresh: "Update the list",
    refreshed: "Updated",
    install: "Add to the home screen",
    installHelp: "On an iPhone: the share button, then Add to Home Screen.",
  },
};
