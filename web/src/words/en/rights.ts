import type { Rights } from "../ko/rights";

export const rights: Rights = {
  rights: {
    title: "My rights",
    notSignedUp: "No number is verified on this phone.",
    stored: "What the server stores about me",
    phone: "Mobile number",
    sealed: "encrypted (can't be shown here)",
    verifiedAt: "Number verified",
    lastSeen: "Last used",
    consent: "Consent given",
    visitsNote: (days) =>
      `Visits are kept for ${days} days and can't be read from the internet side. See yours on this phone.`,
    change: "Change my number",
    changeLead: "We send a code to the new number. Your visits stay connected.",
    newPhone: "New mobile number",
    changed: "Your number was changed.",
    correct: "Ask for a correction",
    correctLead: "Tell us what is wrong. It goes, encrypted, to the health authority only.",
    correctLabel: "What should be corrected",
    sendCorrection: "Send the request",
    requests: "Requests you sent",
    asked: (day) => `Received ${day}`,
    answered: (day) => `Done ${day}`,
    inHand: "In progress",
    byMail: (day) => `${day} (by e-mail)`,
    withdraw: "Withdraw my consent",
    withdrawLead: (days) =>
      `You can't check in any more. Your number, name and visits are destroyed within ${days} days; what an investigation took from them, two weeks after it closes.`,
    withdrawButton: "Withdraw consent",
    withdrawSure: "Withdraw your consent? To use the service again you verify and agree anew.",
    withdrawn: (day) => `Your consent is withdrawn. Your number, name and visits are destroyed by ${day}.`,
    nothingLeft: "Your consent is withdrawn. No number and no name of yours is left on the server.",
    erase: "Erase my identity now",
    eraseLead:
      "Destroys your number and name now. The visits that remain belong to nobody. An investigation may keep a mark that no longer has a name, with places and times, until two weeks after it closes. The marks of patients, and of contacts whose name officials had read, stay for 3 years after it closes (5 for contacts with some diseases). Everybody reads this; it doesn't mean that you are in one.",
    eraseButton: "Erase now",
    eraseSure: "Erase your identity now? This can't be undone.",
    alsoPhone: "Erase the visits on this phone too",
    erased: "Your identity was erased.",
    withdrawnOn: (day, until) =>
      `You withdrew your consent on ${day}. What remains is destroyed by ${until}. To erase your number and name now, verify your number again and choose Erase my identity now.`,
    correctEmpty: "Please write what should be corrected.",
    weekOf: (day) => `in the week of ${day}`,
    consentOf: (version) => `version ${version}`,
    readConsent: "Read the consent",
  },
};
