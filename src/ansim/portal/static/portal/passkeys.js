// Passkeys: asks the server what to ask, lets the browser ask it, and sends the answer with the form. A form of passkeys
// stays hidden where the browser has none, or where the page is read at another address than passkeys are made for.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function asked(options) {
  const listed = (some) => (some ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  if (options.user) publicKey.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) publicKey.excludeCredentials = listed(options.excludeCredentials);
  if (options.allowCredentials) publicKey.allowCredentials = listed(options.allowCredentials);
  return { publicKey };
}

function answered({ id, rawId, type, response }) {
  const sent = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"])
    if (response[part]) sent[part] = text(response[part]);
  return JSON.stringify({ id, rawId: text(rawId), type, response: sent, clientExtensionResults: {} });
}

async function go(form) {
  const reply = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
  if (reply.redirected) return location.assign(reply.url); // the sign-in is asked for again
  if (!reply.ok) throw new Error(String(reply.status));
  form.elements.answer.value = answered(await navigator.credentials[form.dataset.passkey](asked(await reply.json())));
  return form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential || form.dataset.origin !== location.origin) continue;
  const trouble = form.querySelector("[data-passkey-trouble]");
  for (const words of document.querySelectorAll("[data-passkey-none]")) words.hidden = true;
  form.hidden = false;
  let waiting = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    trouble.hidden = true;
    go(form)
      .catch(() => { trouble.hidden = false; })
      .finally(() => { waiting = false; });
  });
}
