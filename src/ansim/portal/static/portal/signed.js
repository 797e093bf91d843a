// A signature came back in the fragment: take it out of the address, and hand it in with this page's own form.
"use strict";

for (const form of document.querySelectorAll("form[data-signed]")) {
  const answer = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  form.elements.answer.value = answer;
  if (answer) form.submit();
  else form.querySelector("[data-signed-none]").hidden = false;
}
