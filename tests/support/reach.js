// Whether each link, button and field of the page that stands can be pressed: within the screen, and with nothing over it.
() => {
  const found = new Set();
  const width = document.documentElement.clientWidth;
  const before = [window.scrollX, window.scrollY];
  const targets = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary");
  for (const target of targets) {
    if (!target.checkVisibility({ visibilityProperty: true }) || target.closest("[aria-hidden=true], .skip, svg")) continue;
    target.scrollIntoView({ block: "center", inline: "nearest" });
    const box = [...target.getClientRects()].find(({ width, height }) => width > 1 && height > 1);
    if (!box) continue;
    const told = target.outerHTML.replace(/\s+/g, " ").slice(0, 90);
    if (box.left < -1 || box.right > width + 1) found.add(`beyond the screen: ${told}`);
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const serves = hit && (target.contains(hit) || [...(target.labels ?? [])].some((label) => label.contains(hit)));
    if (!serves) found.add(`under something else: ${told}`);
  }
  window.scrollTo(...before);
  return [...found];
}
