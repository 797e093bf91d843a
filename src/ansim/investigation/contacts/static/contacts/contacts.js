// The slider says what a threshold costs before it is applied; Escape closes a panel. Without it: the button, the link.
"use strict";

for (const form of document.querySelectorAll("form[data-recall]")) {
  const steps = JSON.parse(form.dataset.recall);
  const slider = form.querySelector("input[type=range]");
  const output = form.querySelector("output");
  slider.addEventListener("input", () => {
    const step = steps.findLast((one) => one[0] <= Number(slider.value));
    const [threshold, people, likely, share, precision] = step;
    const said = { THRESHOLD: `${threshold}%`, PEOPLE: people, TRUE: likely, SHARE: `${share}%`, PRECISION: precision };
    output.textContent = output.dataset.words.replace(/[A-Z]{4,}/g, (word) => said[word] ?? word);
  });
}

addEventListener("keydown", (event) => {
  const open = document.querySelector(".panel:target");
  if (event.key !== "Escape" || !open) return;
  location.hash = "#contacts";
  document.querySelector(`a[href="#${open.id}"]`)?.focus();
});
