// The few things that a page cannot say in HTML. Everything works without it.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const box of document.querySelectorAll("[data-all]")) {
  box.addEventListener("change", () => {
    for (const one of document.querySelectorAll(`input[name="${box.dataset.all}"]`)) one.checked = box.checked;
  });
}

// A link that is the page's only purpose is followed by itself, and the page is not gone back to.
for (const link of document.querySelectorAll("a[data-go]")) location.replace(link.href);

// A search or a signature takes a moment: say so, and let nobody press twice.
for (const form of document.querySelectorAll("form[data-wait]")) {
  form.addEventListener("submit", () => {
    for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
    form.classList.add("waiting");
  });
}
