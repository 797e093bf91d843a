// The key of an invitation stands behind the # of its link, so that it reaches no server's log. It is put into the form
// and taken out of the address; nothing is sent before somebody presses the button.
"use strict";

const field = document.querySelector("input[name=token]");
const key = location.hash.slice(1);
if (field && /^[\w-]{20,80}$/.test(key)) {
  field.value = key;
  history.replaceState(null, "", location.pathname);
}
