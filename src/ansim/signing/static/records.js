// Staff records on the signing page: their words and fields. Of a registration code each keeper's page draws a half (`codes.js`).
"use strict";

const RECORD_WORDS = {
  ko: {
    keeper: "직원 관리자", "staff-record": "직원 기록에 서명", "staff-recordLead": "직원 관리자 두 사람이 같은 내용에 서명하면 바로 적용됩니다. 아래 사람과 소속, 역할이 맞는지 확인해 주세요.",
    deed: "할 일", deeds: { add: "새 직원 등록", change: "소속·역할 변경", bar: "이용 중지(되돌릴 수 없음)", code: "등록 코드 다시 발급", deputy: "대행 지정", "deputy-ends": "대행 끝냄" },
    person: "이름", login: "계정", firstKeeper: "제안한 직원 관리자", asDeputy: "대행 역할", forTeam: "대행하는 팀", days: "대행 기간",
    newHalf: "등록 코드 절반", newHalfNote: "이 절반은 이 화면에만 한 번 나옵니다. 적어 두었다가, 두 사람이 모두 서명한 뒤 본인에게 직접 전해 주세요. 다른 직원 관리자에게는 알려 주지 마세요. 나머지 절반은 다른 직원 관리자의 서명 페이지에만 나오며, 두 절반이 모두 있어야 3일 안에 키를 등록할 수 있습니다.",
    wrongKeeper: "서명하지 않았습니다. 이 내용을 제안한 사람과 서명한 사람이 맞지 않습니다. 콘솔에서 다시 시작해 주세요.",
  },
  en: {
    keeper: "Keeper of staff records", "staff-record": "Sign a staff record", "staff-recordLead": "Once two keepers have signed this same text it takes effect at once. Please check the person, their team and their role.",
    deed: "What is done", deeds: { add: "Enrol somebody", change: "Change team or role", bar: "Shut out (for good)", code: "Give another registration code", deputy: "Name a deputy", "deputy-ends": "End deputyships" },
    person: "Name", login: "Login", firstKeeper: "Proposed by keeper", asDeputy: "Deputy as", forTeam: "For the team", days: "Days",
    newHalf: "Half of a registration code", newHalfNote: "It is shown here once, and nowhere else. Write it down, and tell it to its person yourself once both keepers have signed; do not tell it to the other keeper. The other half is on the other keeper's signing page alone. A key takes both, within three days.",
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

// A text that came with a half is for the second keeper: else a console could have a half of its own signed as the first.
function signerFits({ said }, staff) {
  if (!HAS_CODE.includes(said.deed)) return true;
  return staff !== "" && (staff === said.keeper) === (said.second === undefined); // nobody said: it may be either
}

function recordFacts({ said }) {
  const place = (agency, team) => [agency, team].filter(Boolean).join(", ") || "–";
  const rows = [
    ["deed", say("deeds")[said.deed]], ["person", said.name], ["staff", said.staff], ["login", said.login], ["role", say(said.role)],
    ["workplace", place(said.agency, said.team)],
  ];
  if (said.deed === "deputy") rows.push(["asDeputy", say(said.as_role)], ["forTeam", place(said.for_agency, said.for_team)], ["days", `${said.first} – ${said.last}`]);
  rows.push(["firstKeeper", said.keeper], ["until", moment(said.until)]);
  if (drawn) rows.push(["newHalf", drawn, "drawn"]);
  return rows;
}

const recordNote = () => (drawn ? say("newHalfNote") : "");
