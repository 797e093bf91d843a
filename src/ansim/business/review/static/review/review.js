// The queue by keys alone. Without a script every decision has its button.
"use strict";

const trouble = document.querySelector("[data-trouble]");
let turning = null; // the application whose reason is asked for
const rows = () => [...document.querySelectorAll("[data-row]:not(.decided)")];

function current() {
  return document.activeElement.closest("[data-row]:not(.decided)") || rows()[0];
}

function go(step) {
  const all = rows();
  const at = all.indexOf(current());
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
}

// One after the other, in the order in which they were decided; the clerk need not wait for any of them.
let sent = Promise.resolve();
let under = 0;

function decide(row, reason) {
  const form = row.querySelector("form");
  const entries = new FormData(form);
  if (reason) entries.set("reason", reason);
  const all = rows();
  const next = all[all.indexOf(row) + 1] || all[all.indexOf(row) - 1];
  row.classList.add("decided"); // the next one is under the eye before the answer is here
  if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  under += 1;
  sent = sent.then(() => send(form.action, entries)).finally(() => {
    under -= 1;
    if (!under && !rows().length) location.reload();
  });
}

async function send(address, entries) {
  const answer = await fetch(address, { method: "POST", body: entries, headers: { "X-Key": "1" } }).catch(() => null);
  if (answer && answer.status === 204) return;
  trouble.hidden = false;
  if (under === 1) setTimeout(() => location.reload(), 1500);
}

window.addEventListener("beforeunload", (event) => { if (under) event.preventDefault(); });

const first = rows()[0];
if (first) first.focus({ preventScroll: true });

document.addEventListener("submit", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row) return;
  event.preventDefault();
  const reason = event.submitter ? event.submitter.value : "";
  if (reason === "other" && !event.target.elements.words.value.trim()) {
    event.target.elements.words.focus();
    return;
  }
  decide(row, reason);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const typing = event.target.matches("input, textarea, select");
  if (event.key === "Escape" && turning) {
    turning.querySelector("details").open = false;
    turning.focus();
    turning = null;
    return;
  }
  if (typing) return;
  const row = current();
  if (turning && /^[1-9]$/.test(event.key)) {
    event.preventDefault();
    const button = turning.querySelector(`[data-reason="${event.key}"]`);
    const asked = turning;
    if (button.value === "other") { asked.querySelector("input[name=words]").focus(); return; }
    turning = null;
    decide(asked, button.value);
    return;
  }
  const acts = {
    j: () => go(1),
    k: () => go(-1),
    a: () => row && decide(row, ""),
    r: () => { if (row) { turning = row; row.querySelector("details").open = true; } },
    T: () => document.querySelector("form[data-ask]")?.requestSubmit(),
    A: () => document.querySelector("form[data-plain]")?.requestSubmit(),
  };
  if (acts[event.key]) { event.preventDefault(); acts[event.key](); }
});
