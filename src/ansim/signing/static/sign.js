// The signing page. It shows a text in words of its own, asks the person's key to sign exactly that text, and goes back to the
// portal whose text it is, at the address that it knows from its own server. What it has no words for it does not sign.
"use strict";

const WORDS = {
  ko: {
    brand: "서명", back: "돌아가기",
    oneTimeWord: "일회용 등록 코드", oneTimeHint: "직원 관리자나 시스템 운영자에게 받은 16자입니다. 이 페이지에만 입력해 주세요.",
    otherHalf: "나머지 절반", otherHalfHint: "직원 관리자 두 사람에게 절반씩 받았으면 하나씩 입력해 주세요. 순서는 상관없습니다. 시스템 운영자에게 받은 코드는 하나이므로 비워 둡니다.",
    signPasskey: "패스키로 서명", signDevice: "이 브라우저의 기기 키로 서명",
    makePasskey: "패스키 등록", makeDevice: "패스키가 없을 때: 기기 키 등록",
    weak: "기기 키는 이 브라우저에 저장되며 패스키보다 약합니다. 조회 기록에 기기 키로 서명했다고 남습니다.", weakIn: "기기 키는 이 브라우저에 저장되며 패스키보다 약합니다. ‘내 키’의 최근 로그인에 기기 키로 남습니다.",
    nothing: "서명할 내용이 없습니다", nothingLead: "이 페이지는 역학조사 콘솔과 사업장 포털에서 보낸 내용에 서명할 때만 씁니다.",
    unknown: "서명할 수 없는 내용입니다", unknownLead: "이 페이지가 아는 형식이 아니거나, 다른 곳의 것이거나, 기한이 지났습니다. 아무것도 서명하지 않았습니다.",
    failed: "서명하지 못했습니다. 등록한 패스키나 기기 키가 있는 브라우저인지 확인해 주세요.",
    failedMake: "키를 만들지 못했습니다. 일회용 등록 코드와 기기를 확인해 주세요.",
    wrongWord: "등록 코드는 칸마다 영문자와 숫자 16자입니다.",
    warrant: "승인서에 서명", warrantLead: "역학조사관과 승인자가 모두 같은 내용에 서명하면 아래 범위에서 이름과 전화번호를 볼 수 있게 됩니다.",
    opening: "신원 열람에 서명", openingLead: "서명하면 아래 사람들의 이름과 전화번호가 한 번 표시되고, 서명한 사람의 열람으로 조회 기록에 남습니다.",
    "work-list": "명단에 서명", "work-listLead": "서명하면 아래 기한까지 명단의 사람을 한 명씩 볼 수 있습니다. 본 사람만 서명한 사람의 열람으로 조회 기록에 남고, 보지 않은 사람은 열리지 않습니다.",
    notification: "발생신고에 서명", notificationLead: "서명하면 소속 팀의 역학조사관이 아래 사람의 방문 기록을 최대 4주까지 볼 수 있습니다. 서명한 사람은 이 사례에서 승인만 할 수 있습니다.",
    subject: "대상", disease: "감염병", anchor: "기준일", anchorKind: "기준", workplace: "소속", unverified: "확인되지 않은 번호", none: "번호 없음(가입한 적 없음)", yes: "예", no: "아니요",
    covid19: "코로나19", measles: "홍역", mers: "메르스", "new-disease": "신종감염병", "symptom-onset": "증상 발생", "specimen-date": "검체 채취(무증상)", "rash-onset": "발진 발생",
    training: "연습", invented: "가상의 환자(연습)", trainingBand: "연습 사례입니다. 사람과 장소가 모두 가상이며 아무에게도 연락이 가지 않습니다.", trainingLead: "서명하면 소속 팀의 역학조사관이 가상의 환자로 처음부터 끝까지 연습할 수 있습니다. 서명한 사람은 이 사례에서 승인만 할 수 있습니다.",
    grant: "오늘 업무 시작에 서명", grantLead: "서명하면 아래 사례의 동선과 접촉자를 기한까지 조회할 수 있습니다. 조회할 때마다 서명한 사람의 조회로 기록에 남습니다.",
    places: "장소 조회에 서명", placesLead: "서명하면 이 사례에서 아래 장소와 시간에 있던 사람을 조회할 수 있습니다.",
    place: "장소", why: "출처", places_why: { interview: "면담", card: "카드 사용", telecom: "통신 기지국", cctv: "CCTV", mixed: "여러 출처", order: "선제검사 명령" }, venueNumber: (n) => `장소 번호 ${n}`,
    enrolment: "내 키 등록", enrolmentLead: "앞으로 이 키로 한 로그인과 서명은 아래 직원이 한 것이 됩니다. 본인의 기기에서만 등록해 주세요.",
    "sign-in": "로그인", "sign-inLead": "아래 화면에 본인으로 로그인합니다. 직접 로그인하려던 것이 아니면 진행하지 마세요.",
    inPasskey: "패스키로 로그인", inDevice: (role, staff) => `기기 키로 로그인: ${role} ${staff}`,
    noKeyHere: "이 브라우저에 키가 없으면 로그인 화면에서 ‘처음이시거나 이 기기에 키가 없으신가요?’를 눌러 주세요.",
    portal: "화면", origin: "주소", investigation: "역학조사 확진자 조회", business: "사업장 포털", registrar: "사업장 담당",
    mark: "승인서", caseRef: "사례", purpose: "목적", article: "법적 근거", people: "찾은 사람", byClass: "분류별", byVenue: "장소별", classes: (f) => `밀접 ${f.close} · 일상 ${f.casual} · 가능성 낮음 ${f.unlikely} · 2차 이상 ${f.further}`, venues: (f) => `${f.venues}곳, 많은 곳부터 ${f.most.map((n) => `${n}명`).join(" · ")}`, cap: "최대 인원", until: "기한", requester: "요청자", search: "검색", period: "기간",
    overlap: "함께 머문 최소 시간", degrees: "차수", residual: "나간 뒤 공기", close: "밀접 기준", latent: "잠복", limit: "결과 한도", byHand: "직접 입력한 체류 지문", result: "결과 지문", digest: "내용 지문", count: "사람", handles: "명단 지문", staff: "직원", role: "역할",
    forward: "전파 가능성(접촉자)", backward: "감염원 가능성", officer: "역학조사관", approver: "승인자",
    cases: "사례 수", caseCount: (n) => `${n}건`, persons: (n) => `${n}명`, minutes: (n) => `${n}분`, upTo: (n) => `${n}명까지`, degree: (n) => `${n}차까지`,
    "test-contacts": "접촉자 검사 안내", "notify-contacts": "접촉자 통보", "quarantine-contacts": "접촉자 격리", "find-source": "감염원 조사",
    "IDCPA-76-2-1": "감염병예방법 제76조의2제1항", "IDCPA-76-2-2": "감염병예방법 제76조의2제2항",
  },
  en: {
    brand: "signing", back: "Back",
    oneTimeWord: "One-time word", oneTimeHint: "The 16 signs that a keeper or the operator gave you. Type them on this page alone.",
    otherHalf: "Other half", otherHalfHint: "If two keepers each told you a half, type one here, in either order. The operator's word is a single one: leave this empty.",
    signPasskey: "Sign with a passkey", signDevice: "Sign with this browser's device key",
    makePasskey: "Enrol a passkey", makeDevice: "No passkey? Enrol a device key",
    weak: "A device key lies in this browser and is weaker than a passkey. The ledger says that it was used.", weakIn: "A device key lies in this browser and is weaker than a passkey. Your latest sign-ins, under “My keys”, say that it was used.",
    nothing: "There is nothing to sign", nothingLead: "This page signs only what the investigation console and the business portal send here.",
    unknown: "This cannot be signed", unknownLead: "It has no form that this page knows, is of another place, or is over its time. Nothing was signed.",
    failed: "Nothing was signed. Is this the browser with your passkey or device key?",
    failedMake: "No key was made. Please check the one-time word and the device.",
    wrongWord: "Each field takes 16 letters and digits.",
    warrant: "Sign a warrant", warrantLead: "Once an officer and an approver have signed this same text, names and numbers may be seen within these bounds.",
    opening: "Sign for opening names", openingLead: "Names and numbers of these people are shown once, and the ledger says that whoever signs here saw them.",
    "work-list": "Sign for a work list", "work-listLead": "Until the time below you can see the people of this list one at a time. The ledger has each one that you see, under whoever signs here; the others stay closed.",
    notification: "Sign a notification", notificationLead: "Your signature lets officers of your team see this person's visits, four weeks of them at the most. You can then approve in this case, and never ask in it.",
    subject: "Person", disease: "Disease", anchor: "Anchor date", anchorKind: "Counts from", workplace: "Agency, team", unverified: "Nobody verified the number", none: "no number (never signed up)", yes: "yes", no: "no",
    covid19: "COVID-19", measles: "Measles", mers: "MERS", "new-disease": "New disease", "symptom-onset": "onset of symptoms", "specimen-date": "specimen taken (without symptoms)", "rash-onset": "onset of the rash",
    training: "Training", invented: "an invented patient (training)", trainingBand: "This is a training case. Everybody and every place in it is invented; it reaches nobody.", trainingLead: "Your signature lets officers of your team practise the whole way with an invented patient. You can then approve in this case, and never ask in it.",
    grant: "Sign to begin today's work", grantLead: "You can then look up the movements and contacts of these cases, until the time below. The ledger has each look-up, under whoever signs here.",
    places: "Sign for places", placesLead: "In this case you can then look up who was at these places at these times.",
    place: "Place", why: "Known from", places_why: { interview: "interview", card: "card payments", telecom: "base stations", cctv: "cameras", mixed: "several sources", order: "testing order" }, venueNumber: (n) => `venue number ${n}`,
    enrolment: "Enrol a key of yours", enrolmentLead: "From now on whoever signs in or signs with this key is this member of staff. Do it on a device of your own.",
    "sign-in": "Sign in", "sign-inLead": "You sign in there as yourself. Go on only if it was you who wanted to.",
    inPasskey: "Sign in with a passkey", inDevice: (role, staff) => `Sign in with the device key: ${role} ${staff}`,
    noKeyHere: "No key in this browser? Choose “New here, or no key on this device?” on the sign-in page.",
    portal: "Where", origin: "Address", investigation: "Investigation console", business: "Business portal", registrar: "Venue registrar",
    mark: "Warrant", caseRef: "Case", purpose: "Purpose", article: "Legal basis", people: "People found", byClass: "By class", byVenue: "By venue", classes: (f) => `close ${f.close} · casual ${f.casual} · hardly ${f.unlikely} · further degrees ${f.further}`, venues: (f) => `${f.venues} in all; at the fullest ${f.most.join(" · ")}`, cap: "People, at most", until: "Good until", requester: "Asked by", search: "Search", period: "Period",
    overlap: "Together, at least", degrees: "Degrees", residual: "Air after leaving", close: "Close from", latent: "Latent", limit: "Rows, at most", byHand: "Digest of stays typed in", result: "Result's digest", digest: "Text's digest", count: "People", handles: "List's digest", staff: "Staff", role: "Role",
    forward: "possibly infected (contacts)", backward: "possible source", officer: "Epidemiologist", approver: "Approver",
    cases: "Number of cases", caseCount: (n) => `${n}`, persons: (n) => `${n}`, minutes: (n) => `${n} min`, upTo: (n) => `up to ${n}`, degree: (n) => `up to ${n}`,
    "test-contacts": "Ask contacts to be tested", "notify-contacts": "Inform contacts", "quarantine-contacts": "Quarantine contacts", "find-source": "Find the source of infection",
    "IDCPA-76-2-1": "Infectious Disease Control and Prevention Act, Art. 76-2 (1)", "IDCPA-76-2-2": "Infectious Disease Control and Prevention Act, Art. 76-2 (2)",
  },
};

for (const one of ["ko", "en"]) Object.assign(WORDS[one], RECORD_WORDS[one], CAMPAIGN_WORDS[one]);

// ---- what may stand in a text: the same list as in the kinds of `SignedText` of `domain/`
const whole = (value) => Number.isSafeInteger(value) && value >= 0;
const hex = (signs) => (value) => typeof value === "string" && value.length === signs && /^[0-9a-f]+$/.test(value);
const shape = (pattern) => (value) => typeof value === "string" && pattern.test(value);
const oneOf = (...values) => (value) => values.includes(value);
const listOf = (one, most) => (value) => Array.isArray(value) && value.length > 0 && value.length <= most && value.every(one);
const staffMark = shape(/^S-[0-9A-Z]{8}$/), caseMark = shape(/^[A-Z0-9-]{1,12}$/);
const trains = (mark) => String(mark).startsWith("TRAIN-"); // the mark of a training case; a text is of one kind
const isTraining = (said) => said.training === true || [said.case, said.cases?.[0]].some(trains);
const WORKPLACE = /^[^\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]{0,60}$/; // no sign that turns the line around
const TERMS = {
  close: (value) => value === null || whole(value), degrees: whole, direction: oneOf("forward", "backward"), end: whole, latent: whole,
  limit: whole, minimum_overlap: whole, residual: whole, start: whole,
};
const TERMS_WITH_STAYS = { ...TERMS, stays: hex(64) }; // of stays that an officer typed in
let site = { investigation: "", business: "", origin: "", codes: "", words: {} }; // from this page's own server: `site.json`
const EVERY = { at: whole, ref: hex(32), site: (value) => value === location.host, until: whole };
const FOUND = { casual: whole, close: whole, further: whole, most: listOf(whole, 5), unlikely: whole, venues: whole };
const KINDS = {
  warrant: {
    article: oneOf("IDCPA-76-2-1", "IDCPA-76-2-2"), cap: whole, case: caseMark, found: (value) => fits(value, FOUND), people: whole,
    purpose: oneOf("test-contacts", "notify-contacts", "quarantine-contacts", "find-source"), requester: staffMark, result: hex(64), terms: (value) => fits(value, value?.stays === undefined ? TERMS : TERMS_WITH_STAYS),
  },
  opening: {
    case: caseMark, count: whole, people: hex(64), warrant: hex(64),
  },
  "work-list": {
    case: caseMark, count: whole, people: hex(64), warrant: hex(64),
  },
  notification: {
    agency: shape(WORKPLACE), anchor: shape(/^\d{4}-\d\d-\d\d$/), anchor_kind: oneOf("symptom-onset", "specimen-date", "rash-onset"),
    disease: oneOf("covid19", "measles", "mers", "new-disease"), subject: shape(/^(none|\+[1-9]\d{6,14}|[!-?A-~]{1,64}@[a-z0-9.-]{3,190})$/), team: shape(WORKPLACE),
    training: oneOf(true, false), unverified: oneOf(true, false),
  },
  grant: {
    cases: (value) => listOf(caseMark, 50)(value) && new Set(value.map(trains)).size === 1 && value.every((one, at) => at === 0 || value[at - 1] < one),
  },
  places: {
    case: caseMark, stays: listOf((one) => Array.isArray(one) && one.length === 3 && one.every(whole) && one[1] < one[2], 150), why: oneOf("interview", "card", "telecom", "cctv", "mixed", "order"),
  },
  enrolment: {
    role: oneOf("officer", "approver", "registrar", "keeper"), staff: staffMark,
  },
  "staff-record": RECORD_FIELDS, campaign: CAMPAIGN_FIELDS, // `records.js`, `campaigns.js`
  "sign-in": {
    browser: hex(64), origin: (value) => [site.investigation, site.business].includes(value), portal: oneOf("investigation", "business"),
  },
};

const CLOCKS = 600; // seconds by which this machine's clock may be ahead; the vault keeps the time

function fits(value, fields) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const names = Object.keys(value);
  return names.length === Object.keys(fields).length && names.every((name) => Object.hasOwn(fields, name) && fields[name](value[name]));
}

function written(value) {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${written(value[name])}`).join(",")}}`;
}

function readText(text) {
  const found = /^ansim-([a-z-]+)-v2\n/.exec(text);
  if (!found || !Object.hasOwn(KINDS, found[1]) || new TextEncoder().encode(text).length > 8192) return null;
  try {
    const said = JSON.parse(text.slice(found[0].length));
    const now = Date.now() / 1000;
    const known = fits(said, { ...EVERY, ...KINDS[found[1]] }) && found[0] + written(said) === text;
    const home = said.portal === undefined || said.origin === site[said.portal];
    const nobody = said.training !== true || (said.subject === "none" && said.unverified === false); // as the page then says
    return known && home && nobody && said.at < said.until && now < said.until + CLOCKS ? { kind: found[1], said, text } : null;
  } catch { return null; }
}

// ---- bytes
const encode = (text) => new TextEncoder().encode(text);
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...new Uint8Array(part)]));
const sha256 = (data) => crypto.subtle.digest("SHA-256", data);
const inHex = (buffer) => [...new Uint8Array(buffer)].map((one) => one.toString(16).padStart(2, "0")).join("");
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function markOf(digest) {
  let bits = BigInt(`0x${inHex(digest).slice(0, 10)}`), mark = "";
  for (let sign = 0; sign < 8; sign += 1, bits >>= 5n) mark = ALPHABET[Number(bits & 31n)] + mark;
  return `W-${mark}`;
}

// ---- device keys of this browser: { credential, pair } by the id of the key, its digest in base64
function store(mode, use) {
  return new Promise((done, failed) => {
    const opened = indexedDB.open("ansim-signing", 1);
    opened.onupgradeneeded = () => opened.result.createObjectStore("device", { keyPath: "credential" });
    opened.onerror = () => failed(opened.error);
    opened.onsuccess = () => {
      const work = opened.result.transaction("device", mode);
      const asked = use(work.objectStore("device"));
      work.oncomplete = () => { opened.result.close(); done(asked.result); };
      work.onerror = () => failed(work.error);
    };
  });
}
const keepKey = (row) => store("readwrite", (kept) => kept.put(row));

// Nobody is known yet at a sign-in: all keys of this browser whose role signs in there.
async function devicesFor(portal) {
  const rows = await store("readonly", (kept) => kept.getAll()).catch(() => []);
  return rows.filter((row) => row.staff && portalOf(row.role) === portal);
}
const portalOf = (role) => (role === "registrar" ? "business" : "investigation");

// Of the keys that the vault knows of the person, one that this browser has.
async function deviceHere() {
  for (const id of known.device) {
    const row = await store("readonly", (kept) => kept.get(id)).catch(() => undefined);
    if (row) return row;
  }
  return undefined;
}

// ---- signing
async function assertion(text, staff, _row, anyKey) {
  const publicKey = { challenge: await sha256(encode(text)), rpId: location.hostname, userVerification: "required", timeout: 120000 };
  // Without a list the passkey itself says whose it is.
  if (known.passkey.length > 0 && !anyKey) publicKey.allowCredentials = passkeysKnown();
  const answer = await navigator.credentials.get({ publicKey });
  const { response } = answer;
  const who = response.userHandle ? new TextDecoder().decode(response.userHandle) : anyKey ? "" : staff;
  return {
    staff: who, credential: base64(answer.rawId), signature: base64(response.signature),
    authenticator_data: base64(response.authenticatorData), client_data: base64(response.clientDataJSON),
  };
}

const P256 = { name: "ECDSA", namedCurve: "P-256" };
const ECDSA = { name: "ECDSA", hash: "SHA-256" };
const deviceSigns = (pair, text) => crypto.subtle.sign(ECDSA, pair.privateKey, encode(`ansim-device-signature-v2\n${text}`));

async function deviceSignature(text, staff, row) {
  const { credential, pair, staff: own } = row ?? await deviceHere();
  return { staff: own ?? staff, credential, signature: base64(await deviceSigns(pair, text)) };
}

async function newPasskey(text, said, codes) {
  const answer = await navigator.credentials.create({ publicKey: {
    challenge: await sha256(encode(text)), rp: { id: location.hostname, name: "안심 Ansim" },
    user: { id: encode(said.staff), name: `${say(said.role)} ${said.staff}`, displayName: `${say(said.role)} ${said.staff}` },
    pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -8 }],
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" }, attestation: "none", timeout: 120000,
    excludeCredentials: passkeysKnown(),
  } });
  const response = { clientDataJSON: base64(answer.response.clientDataJSON), attestationObject: base64(answer.response.attestationObject) };
  const passkey = JSON.stringify({ id: answer.id, rawId: base64(answer.rawId), type: answer.type, response, clientExtensionResults: {} });
  return { kind: "passkey", passkey, proof: await proven(codes, text, "passkey", encode(passkey)) };
}

async function newDeviceKey(text, said, codes) {
  const pair = await crypto.subtle.generateKey(P256, false, ["sign", "verify"]);
  const point = await crypto.subtle.exportKey("raw", pair.publicKey);
  const signature = await deviceSigns(pair, text);
  await keepKey({ credential: base64(await sha256(point)), pair, staff: said.staff, role: said.role });
  return { kind: "device", public_key: base64(point), signature: base64(signature), proof: await proven(codes, text, "device", joined(point, signature)) };
}

// ---- the page
const $ = (name) => document.getElementById(name);
let language = "ko", asked = null, refused = false, signer = "";
const known = { passkey: [], device: [] }; // ids of the person's keys, as the console says: a help, believed by nobody
const passkeysKnown = () => known.passkey.map((id) => ({ type: "public-key", id: bytes(id) }));
const say = (name) => WORDS[language][name];
const moment = (seconds) => new Intl.DateTimeFormat(language === "ko" ? "ko-KR" : "en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Seoul" }).format(seconds * 1000);

const minutes = (seconds) => say("minutes")(Math.round(seconds / 6) / 10);

// A Korean mobile number as people write it; any other as it stands.
const phoneShown = (subject) => subject.replace(/^\+82(10)(\d{4})(\d{4})$/, "0$1-$2-$3");

async function factsOf(shown) {
  const { kind, said, text } = shown;
  const digest = await sha256(encode(text));
  if (kind === "sign-in") return [["portal", say(said.portal)], ["origin", said.origin], ["until", moment(said.until)]];
  if (kind === "enrolment") return [["staff", said.staff], ["role", say(said.role)], ["until", moment(said.until)]];
  if (kind === "opening" || kind === "work-list") return [["count", say("persons")(said.count)], ["mark", markOf(bytesOfHex(said.warrant))], ["caseRef", said.case], ["until", moment(said.until)], ["handles", said.people, "code"]];
  if (kind === "notification") return [
    ["subject", said.training ? say("invented") : said.subject === "none" ? say("none") : phoneShown(said.subject)],
    ["unverified", say(said.unverified ? "yes" : "no")], ["disease", say(said.disease)],
    ["anchor", said.anchor], ["anchorKind", say(said.anchor_kind)], ["workplace", [said.agency, said.team].filter(Boolean).join(", ") || "–"], ["until", moment(said.until)],
  ];
  if (kind === "grant") return [["cases", say("caseCount")(said.cases.length)], ["until", moment(said.until)], ["caseRef", said.cases.join(", ")]];
  if (kind === "places") {
    const stays = said.stays.map(([venue, from, to]) => ["place", `${say("venueNumber")(venue)}: ${moment(from)} – ${moment(to)}`]);
    return [["caseRef", said.case], ["why", say("places_why")[said.why]], ["until", moment(said.until)], ...stays];
  }
  if (kind === "staff-record") return recordFacts(shown);
  if (kind === "campaign") return campaignFacts(shown);
  const { terms, found } = said;
  return [
    ["mark", markOf(digest)], ["caseRef", said.case], ["purpose", say(said.purpose)], ["article", say(said.article)],
    ["people", say("persons")(said.people)], ["byClass", say("classes")(found)], ["byVenue", say("venues")(found)], ["cap", say("upTo")(said.cap)], ["requester", said.requester], ["until", moment(said.until)],
    ["search", say(terms.direction)], ["period", `${moment(terms.start)} – ${moment(terms.end)}`], ["overlap", minutes(terms.minimum_overlap)],
    ["degrees", say("degree")(terms.degrees)], ["residual", minutes(terms.residual)], ["latent", minutes(terms.latent)],
    ["close", terms.close === null ? "–" : minutes(terms.close)], ["limit", say("persons")(terms.limit)],
    ...(terms.stays === undefined ? [] : [["byHand", terms.stays, "code"]]),
    ["result", said.result, "code"], ["digest", inHex(digest), "code"],
  ];
}
const bytesOfHex = (text) => Uint8Array.from(text.match(/../g), (pair) => Number.parseInt(pair, 16));

async function show() {
  document.documentElement.lang = language;
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = say(one.dataset.word);
  for (const one of document.querySelectorAll("[data-language]")) one.hidden = one.dataset.language === language;
  const name = asked ? asked.kind : refused ? "unknown" : "nothing";
  const training = asked !== null && isTraining(asked.said);
  $("training").hidden = !training;
  $("title").textContent = training ? `[${say("training")}] ${say(name)}` : say(name);
  $("lead").textContent = say(training && name === "notification" ? "trainingLead" : `${name}Lead`);
  const rows = (asked ? await factsOf(asked) : []).map(([word, value, style]) => {
    const row = document.createElement("div"), term = document.createElement("dt"), shown = document.createElement("dd");
    term.textContent = Array.isArray(word) ? say(word[0])[word[1]] : say(word);
    shown.textContent = value;
    if (style) shown.className = style;
    row.append(term, shown);
    return row;
  });
  $("facts").replaceChildren(...rows);
  $("facts").hidden = rows.length === 0;
  const making = asked?.kind === "enrolment", entering = asked?.kind === "sign-in", passkeys = Boolean(window.PublicKeyCredential);
  $("word").hidden = !making;
  $("passkey").hidden = !asked || !passkeys;
  $("passkey").textContent = say(making ? "makePasskey" : entering ? "inPasskey" : "signPasskey");
  await showDevices(making, entering);
  $("hint").hidden = !entering;
  $("hint").textContent = say("noKeyHere");
  $("note").textContent = asked?.kind === "staff-record" ? recordNote() : asked?.kind === "campaign" ? say("refNote") : "";
  $("note").hidden = $("note").textContent === "";
  $("back").hidden = site.investigation === "";
}

// One button a key of this browser that may serve; at an enrolment the one that makes it.
async function showDevices(making, entering) {
  const here = !asked || making || entering ? [] : [await deviceHere()].filter(Boolean);
  const rows = making ? [undefined] : entering ? await devicesFor(asked.said.portal) : here;
  const buttons = rows.map((row) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button second";
    button.textContent = entering ? say("inDevice")(say(row.role), row.staff) : say(making ? "makeDevice" : "signDevice");
    button.addEventListener("click", () => go("device", entering ? row : undefined));
    return button;
  });
  $("devices").replaceChildren(...buttons);
  $("devices").hidden = $("weak").hidden = rows.length === 0;
  $("weak").textContent = say(entering ? "weakIn" : "weak"); // a sign-in is no entry of the ledger
}

function tell(word) {
  $("trouble").hidden = word === "";
  $("trouble").textContent = word && say(word);
}

async function go(kind, row) {
  const { said, text } = asked, making = asked.kind === "enrolment";
  const codes = making ? typedCodes() : [];
  if (codes === null) return tell("wrongWord");
  tell("");
  waiting(true);
  try {
    const make = kind === "passkey" ? newPasskey : newDeviceKey, sign = kind === "passkey" ? assertion : deviceSignature;
    const record = asked.kind === "staff-record";
    const answer = making ? { text: base64(encode(text)), key: await make(text, said, codes) } : { text: base64(encode(text)), signature: await sign(text, signer, row, record) };
    if (record && !signerFits(asked, answer.signature.staff)) {
      waiting(false);
      return tell("wrongKeeper");
    }
    location.replace(`${back()}/signed/${asked.kind}#${base64(encode(JSON.stringify(answer)))}`);
  } catch { tell(making ? "failedMake" : "failed"); }
  waiting(false);
}

// The portal whose text it is, and nothing else: addresses come from this page's own server alone.
const back = () => site[asked?.said.portal ?? portalOf(asked?.kind === "enrolment" ? asked.said.role : "")];

function waiting(still) {
  for (const one of document.querySelectorAll("#buttons .button")) one.disabled = still;
}

async function start() {
  const sent = new URLSearchParams(location.hash.slice(1));
  history.replaceState(null, "", "/"); // the text stays out of the history
  site = await fetch("/site.json").then((reply) => reply.json(), () => site);
  if (sent.get("lang") === "en") language = "en";
  if (/^S-[0-9A-Z]{8}$/.test(sent.get("as") ?? "")) signer = sent.get("as");
  for (const kind of ["passkey", "device"]) known[kind].push(...(sent.get(kind) ?? "").split(",").filter((id) => /^[\w-]{20,1400}$/.test(id)));
  if (sent.has("text")) {
    try { asked = readText(new TextDecoder("utf-8", { fatal: true }).decode(bytes(sent.get("text")))); } catch { asked = null; }
    if (location.origin !== site.origin || window.top !== window) asked = null;
  }
  if (asked?.kind === "staff-record") asked = await drawHalf(asked).catch(() => null);
  refused = sent.has("text") && asked === null;
  if (asked?.kind === "enrolment") {
    signer = asked.said.staff;
    $("word-field").value = site.words[signer] ?? "";
  }
  await show();
  $("title").focus();
}

for (const one of document.querySelectorAll("[data-language]")) one.addEventListener("click", () => { language = one.dataset.language; tell(""); show(); });
$("passkey").addEventListener("click", () => go("passkey"));
$("back").addEventListener("click", () => location.replace(`${back()}/`));
$("word").addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("hashchange", () => location.reload()); // another text: from the start
start();
