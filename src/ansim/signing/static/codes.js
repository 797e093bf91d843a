// Registration codes on the signing page. Keepers' halves are drawn here, each shown once to who drew it, and sealed to the vault
// within the text that its keeper signs: the console carries them and reads none. Whoever makes a key types the codes here.
"use strict";

// How a half is sealed, by the field of the text in which it stands: the first keeper's, and the second's.
const HALVES = { code: "ansim-staff-code-v1\0", second: "ansim-staff-code-second-v1\0" };
let drawn = ""; // the half of the text that is shown

const codeKey = (signs) => sha256(joined(encode("ansim-enrolment-word-v2\0"), encode(signs)));

// A text comes to the first keeper without a half, and to the second with the first one. With both it comes to nobody: it has no
// form that this page knows.
async function drawHalf(asked) {
  drawn = "";
  const { said } = asked;
  if (!HAS_CODE.includes(said.deed)) return asked;
  const field = said.code === "" ? "code" : "second";
  const signs = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => ALPHABET[one & 31]).join("");
  const key = await codeKey(signs);
  const vault = await crypto.subtle.importKey("raw", bytes(site.codes), { name: "ECDH", namedCurve: "P-256" }, false, []);
  const own = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  const point = await crypto.subtle.exportKey("raw", own.publicKey);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: vault }, own.privateKey, 256);
  const secret = await sha256(joined(encode(HALVES[field]), shared, point, encode(said.staff + said.ref)));
  const cipher = await crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt"]);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, cipher, key); // each key seals once
  drawn = signs.match(/.{4}/g).join("-");
  const completed = { ...said, [field]: base64(joined(point, sealed)) };
  return { ...asked, said: completed, text: `ansim-staff-record-v2\n${written(completed)}` };
}

// What was typed: the operator's word, or a half from each of two keepers. Null where it has no such form.
function typedCodes() {
  const typed = ["word-field", "half-field"].map((name) => $(name).value.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1"));
  const codes = typed.filter((code, at) => at === 0 || code !== "");
  return codes.every((code) => /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code)) ? codes : null;
}

// The key that the codes make together; two halves in either order.
async function keyOfCodes(codes) {
  const keys = await Promise.all(codes.map(codeKey));
  if (keys.length === 1) return keys[0];
  keys.sort((one, other) => (inHex(one) < inHex(other) ? -1 : 1));
  return sha256(joined(encode("ansim-enrolment-halves-v1\0"), ...keys));
}

async function proven(codes, text, kind, made) {
  const mac = await crypto.subtle.importKey("raw", await keyOfCodes(codes), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, encode(text).length);
  return base64(await crypto.subtle.sign("HMAC", mac, joined(length, encode(text), encode(`${kind}\0`), made)));
}
