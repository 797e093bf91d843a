// Helps with what is typed, and saves the draft while it is typed. Everything works without it.
"use strict";

const PHONES = [[/^(02)(\d{3,4})(\d{4})$/, "$1-$2-$3"], [/^(1\d{3})(\d{4})$/, "$1-$2"], [/^(0\d{2})(\d{3,4})(\d{4})$/, "$1-$2-$3"]];

function written(digits, shape) {
  if (shape === "phone") {
    for (const [pattern, form] of PHONES) if (pattern.test(digits)) return digits.replace(pattern, form);
    return digits;
  }
  const places = shape.replace(/\D/g, "").length;
  if (digits.length !== places) return null;
  let at = 0;
  return shape.replace(/0/g, () => digits[at++]);
}

for (const field of document.querySelectorAll("[data-format]")) {
  // Only what is whole is brought into form, and only as the field is left: nothing jumps under the finger.
  field.addEventListener("change", () => {
    const digits = field.value.normalize("NFKC").replace(/[\s\-.:]/g, "");
    const text = /^\d+$/.test(digits) ? written(digits, field.dataset.format) : null;
    if (text) field.value = text;
  });
}

for (const field of document.querySelectorAll("[data-press]")) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    document.getElementById(field.dataset.press).click();
  });
}

const form = document.querySelector("form[data-draft]");
const said = document.querySelector("[data-saved]");
let waiting = 0;
let made = Boolean(form.getAttribute("action"));

async function save() {
  const entries = new FormData(form);
  entries.set("do", "save");
  const answer = await fetch(form.action || location.href, { method: "POST", body: entries, headers: { "X-Draft": "1" } });
  if (!answer.ok || !answer.headers.get("Content-Type").startsWith("application/json")) return;
  const { at } = await answer.json();
  form.action = at;
  made = true;
  said.textContent = said.dataset.words;
}

form.addEventListener("change", () => {
  clearTimeout(waiting);
  // The first save makes the draft, so a second one must not start before it has answered.
  waiting = setTimeout(() => { saving = saving.then(save).catch(() => undefined); }, made ? 800 : 1500);
});
let saving = Promise.resolve();
let leaving = false;
form.addEventListener("submit", (event) => {
  clearTimeout(waiting);
  if (leaving) { event.preventDefault(); return; } // nobody hands in twice
  leaving = true;
});
window.addEventListener("pageshow", () => { leaving = false; });
