// Arrows move between the rows of a list while one of its links has the focus; nothing else listens to keys.
"use strict";

for (const table of document.querySelectorAll("[data-rows]")) {
  table.addEventListener("keydown", (event) => {
    const links = [...table.querySelectorAll("tbody a.code")];
    const here = links.indexOf(document.activeElement);
    const there = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: links.length - 1 }[event.key];
    if (here < 0 || there === undefined || !links[there] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    links[there].focus();
  });
}
