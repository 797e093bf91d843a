// While the worker is at a file or at posters: say how far it is, and show the page when it is done.
"use strict";

const PAUSE = 1500; // ms

async function look() {
  const answer = await fetch(location.href, { headers: { "X-Look": "1" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [now, then] = [page, document].map((one) => one.querySelector("[data-working] progress"));
  if (now === null || then === null) {
    location.reload();
    return;
  }
  then.max = now.max;
  if (now.hasAttribute("value")) then.value = now.value;
  setTimeout(look, PAUSE);
}

if (document.querySelector("[data-working]")) setTimeout(look, PAUSE);
