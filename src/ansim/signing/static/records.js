// Staff records on the signing page: their words and fields, and the registration code, which is drawn here, shown once, and sealed
// to the vault within the text that both keepers sign. The console carries it and cannot read it.
"use strict";

const RECORD_WORDS = {
  ko: {
    keeper: "직원 관리자", "staff-record": "직원 기록에 서명", "staff-recordLead": "직원 관리자 두 사람이 같은 내용에 서명하면 바로 적용됩니다. 아래 사람과 소속, 역할이 맞는지 확인해 주세요.",
    deed: "할 일", deeds: { add: "새 직원 등록", change: "소속·역할 변경", bar: "이용 중지(되돌릴 수 없음)", code: "등록 코드 다시 발급", deputy: "대행 지정", "deputy-ends": "대행 끝냄" },
    person: "이름", login: "계정", firstKeeper: "제안한 직원 관리자", asDeputy: "대행 역할", forTeam: "대행하는 팀", days: "대행 기간",
    newCode: "등록 코드", newCodeNote: "이 코드는 이 화면에만 한 번 나옵니다. 적어 두었다가, 다른 직원 관리자가 서명한 뒤 본인에게 직접 전해 주세요. 3일 동안 쓸 수 있습니다.",
    codeHeld: "등록 코드는 제안한 직원 관리자가 가지고 있습니다.",
    wrongKeeper: "서명하지 않았습니다. 이 내용을 제안한 사람과 서명한 사람이 맞지 않습니다. 콘솔에서 다시 시작해 주세요.",
  },
  en: {
    keeper: "Keeper of staff records", "staff-record": "Sign a staff record", "staff-recordLead": "Once two keepers have signed this same text it takes effect at once. Please check the person, their team and their role.",
    deed: "What is done", deeds: { add: "Enrol somebody", change: "Change team or role", bar: "Shut out (for good)", code: "Give another registration code", deputy: "Name a deputy", "deputy-ends": "End deputyships" },
    person: "Name", login: "Login", firstKeeper: "Proposed by keeper", asDeputy: "Deputy as", forTeam: "For the team", days: "Days",
    newCode: "Registration code", newCodeNote: "It is shown here once, and nowhere else. Write it down, and tell its person yourself once another keeper has signed. It is good for three days.",
    codeHeld: "The keeper who proposed this has the registration code.",
    wrongKeeper: "Nothing was signed. Whoever signed is not the keeper whom this text is for. Please begin again in the console.",
  },
};

const RECORD_DEEDS = ["add", "change", "bar", "code", "deputy", "deputy-ends"];
const RECORD_ROLES = ["officer", "approver", "registrar", "keeper"];
const HAS_CODE = ["add", "code"];
const oneLine = (least, most) => (value) => typeof value === "string" && value.length >= least && value.length <= most
  && !/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(value); // no sign that turns the line around
const record = (pattern) => (value) => typeof value === "string" && pattern.test(value);
const RECORD_FIELDS = {
  agency: oneLine(0, 60), as_role: (value) => ["", "officer", "approver"].includes(value), code: record(/^([A-Za-z0-9_-]{151})?$/),
  deed: (value) => RECORD_DEEDS.includes(value), first: record(/^(\d{4}-\d\d-\d\d)?$/), for_agency: oneLine(0, 60), for_team: oneLine(0, 60),
  keeper: record(/^S-[0-9A-Z]{8}$/), last: record(/^(\d{4}-\d\d-\d\d)?$/), login: record(/^[a-z0-9._@-]{3,60}$/), name: oneLine(1, 60),
  role: (value) => RECORD_ROLES.includes(value), staff: record(/^S-[0-9A-Z]{8}$/), team: oneLine(0, 60), version: (value) => Number.isSafeInteger(value) && value >= 0,
};

let drawn = ""; // the registration code of the text that is shown, where this page drew it

// Only the first keeper's page draws a code: the text has room for it, and comes to the second with it.
async function drawCode(asked) {
  drawn = "";
  const { said } = asked;
  if (!HAS_CODE.includes(said.deed) || said.code !== "") return asked;
  const signs = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => ALPHABET[one & 31]).join("");
  const key = await sha256(joined(encode("ansim-enrolment-word-v2\0"), encode(signs)));
  const vault = await crypto.subtle.importKey("raw", bytes(site.codes), { name: "ECDH", namedCurve: "P-256" }, false, []);
  const own = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  const point = await crypto.subtle.exportKey("raw", own.publicKey);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: vault }, own.privateKey, 256);
  const secret = await sha256(joined(encode("ansim-staff-code-v1\0"), shared, point, encode(said.staff + said.ref)));
  const cipher = await crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt"]);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, cipher, key); // each key seals once
  drawn = signs.match(/.{4}/g).join("-");
  const completed = { ...said, code: base64(joined(point, sealed)) };
  return { ...asked, said: completed, text: `ansim-staff-record-v2\n${written(completed)}` };
}

// A text that came with a code is for the second keeper: else a console could have its own code signed twice.
function signerFits({ said }, staff) {
  if (!HAS_CODE.includes(said.deed)) return true;
  return staff !== "" && (staff === said.keeper) === (drawn !== ""); // nobody said: it may be either
}

function recordFacts({ said }) {
  const place = (agency, team) => [agency, team].filter(Boolean).join(", ") || "–";
  const rows = [
    ["deed", say("deeds")[said.deed]], ["person", said.name], ["staff", said.staff], ["login", said.login], ["role", say(said.role)],
    ["workplace", place(said.agency, said.team)],
  ];
  if (said.deed === "deputy") rows.push(["asDeputy", say(said.as_role)], ["forTeam", place(said.for_agency, said.for_team)], ["days", `${said.first} – ${said.last}`]);
  rows.push(["firstKeeper", said.keeper], ["until", moment(said.until)]);
  if (drawn) rows.push(["newCode", drawn, "drawn"]);
  return rows;
}

const recordNote = ({ said }) => (drawn ? say("newCodeNote") : HAS_CODE.includes(said.deed) ? say("codeHeld") : "");
