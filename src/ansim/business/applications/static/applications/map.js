// Moves the pin where the map is touched, and by the arrow keys, without loading the page. The buttons work without it.
"use strict";

const form = document.querySelector("form[data-pin]");
const KEYS = { ArrowUp: "north", ArrowDown: "south", ArrowLeft: "west", ArrowRight: "east", "+": "nearer", "=": "nearer", "-": "farther" };
let busy = false;

async function ask(change) {
  if (busy) return;
  busy = true;
  try {
    const entries = new FormData(form);
    for (const [name, value] of Object.entries(change)) entries.set(name, value);
    const answer = await fetch(location.href, { method: "POST", body: entries, headers: { "X-Map": "1" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      form.querySelector("[data-map]").replaceWith(page.querySelector("[data-map]"));
      const zoom = Number(form.elements.zoom.value);
      form.querySelector("[value=nearer]").disabled = zoom === 0;
      form.querySelector("[value=farther]").disabled = zoom === 5;
    }
  } finally {
    busy = false;
  }
}

form.addEventListener("click", (event) => {
  const map = event.target.closest("svg");
  if (map) {
    const box = map.getBoundingClientRect();
    const across = map.viewBox.baseVal.width / box.width;
    ask({ "map.x": (event.clientX - box.left) * across, "map.y": (event.clientY - box.top) * across });
  }
});
form.addEventListener("submit", (event) => {
  const act = event.submitter && event.submitter.value;
  if (!act || act === "set") return;
  event.preventDefault();
  ask({ do: act });
});
form.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  if (!act || event.target.matches("input, select, textarea")) return;
  event.preventDefault();
  ask({ do: act });
});
