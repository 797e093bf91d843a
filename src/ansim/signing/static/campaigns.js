// Campaigns on the signing page: whoever signs reads the very words that go out, in each language.
"use strict";

const CAMPAIGN_WORDS = {
  ko: {
    campaign: "안내 발송에 서명", campaignLead: "서명하면 아래 사람들에게 아래 문구가 그대로 발송됩니다. 번호는 발송 장치만 열고, 누구의 화면에도 나오지 않습니다. 50명을 넘으면 승인자도 서명해야 발송됩니다.",
    template: "안내", templates: { test: "검사 안내", isolate: "격리 안내", watch: "증상 확인 안내", result: "결과 안내", release: "해제 안내", correction: "정정 안내" },
    tells: "받는 사람", channel: "수단", channels: { sms: "문자" }, openings: "번호를 여는 횟수", times: (n) => `최대 ${n}번`, night: "밤에도 발송", texts: { ko: "한국어 문구", en: "영어 문구", zh: "중국어 문구", ja: "일본어 문구" },
    refNote: "{ref} 자리에는 사람마다 다른 확인번호 8자가 들어갑니다.",
  },
  en: {
    campaign: "Sign for sending", campaignLead: "Once signed, just these words go to these people. The sender alone opens their numbers; no screen shows them. Above fifty people an approver signs too before anything goes.",
    template: "Message", templates: { test: "get tested", isolate: "isolate", watch: "watch for symptoms", result: "a result", release: "release", correction: "correction" },
    tells: "People told", channel: "Channel", channels: { sms: "text message" }, openings: "Numbers are opened", times: (n) => `${n} times at most`, night: "At night too", texts: { ko: "In Korean", en: "In English", zh: "In Chinese", ja: "In Japanese" },
    refNote: "In the place of {ref} each person has a reference of eight signs of their own.",
  },
};

const CAMPAIGN_LANGUAGES = ["ko", "en", "zh", "ja"];
const CAMPAIGN_TEMPLATES = ["test", "isolate", "watch", "result", "release", "correction"];
const campaignShape = (pattern) => (value) => typeof value === "string" && pattern.test(value);
const campaignCount = (value) => Number.isSafeInteger(value) && value > 0;
const campaignText = (value) => typeof value === "string" && value.length > 0 && value.length <= 400 && value.split("{ref}").length === 2
  && !/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(value); // no sign that turns the line around
const campaignWords = (value) => typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  && Object.entries(value).every(([language, text]) => CAMPAIGN_LANGUAGES.includes(language) && campaignText(text));
const CAMPAIGN_FIELDS = {
  cap: campaignCount, case: campaignShape(/^[A-Z0-9-]{1,12}$/), channels: (value) => Array.isArray(value) && value.length === 1 && value[0] === "sms",
  count: campaignCount, day: campaignShape(/^(\d{4}-\d\d-\d\d)?$/), night: (value) => value === true || value === false, people: campaignShape(/^[0-9a-f]{64}$/),
  requester: campaignShape(/^S-[0-9A-Z]{8}$/), result: campaignShape(/^[0-9a-f]{64}$/), template: (value) => CAMPAIGN_TEMPLATES.includes(value),
  version: campaignShape(/^\d{4}-\d\d-\d\d$/), words: campaignWords,
};

function campaignFacts({ said }) {
  const texts = CAMPAIGN_LANGUAGES.filter((language) => Object.hasOwn(said.words, language)).map((language) => [language, said.words[language]]);
  return [
    ["template", `${say("templates")[said.template]} (${said.version})`], ["tells", say("persons")(said.count)],
    ...texts.map(([language, text]) => [["texts", language], text]),
    ["channel", said.channels.map((one) => say("channels")[one]).join(", ")], ["night", say(said.night ? "yes" : "no")],
    ["caseRef", said.case], ["requester", said.requester], ["until", moment(said.until)], ["openings", say("times")(said.cap)],
    ["handles", said.people, "code"], ["result", said.result, "code"],
  ];
}
