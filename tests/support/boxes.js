// Measures the text of the screen that stands; gives what a reader would call broken, one sentence each.
() => {
  const found = new Set();
  const excerpt = (text) => JSON.stringify(text.trim().replace(/\s+/g, " ").slice(0, 40));
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) found.add(`page: ${page.scrollWidth - page.clientWidth} px too wide`);

  const shown = (element) =>
    element.getClientRects().length > 0 &&
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.closest(".unseen, noscript, [aria-hidden=true]") &&
    element.getBoundingClientRect().right > -1000; // what is for the ear alone stands far aside
  const blockOf = (element) => {
    while (/^inline$|^contents$/.test(getComputedStyle(element).display)) element = element.parentElement;
    return element;
  };
  const spaced = !/^(ja|zh)/.test(page.lang); // words end at blanks; else only Latin words and numbers are words
  const WORD = spaced ? /[^\s·\[\]]+/gu : /[\p{Script=Latin}\p{N}](?:[\p{Script=Latin}\p{N}:.,\-]*[\p{Script=Latin}\p{N}])?/gu;
  const LONGEST_WORD = 24; // digests and addresses have no words

  // The letters of each block of text, in order, with where they stand.
  const blocks = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if ((node.nodeType === Node.ELEMENT_NODE && node.tagName !== "BR") || !shown(parent)) continue;
    const block = blockOf(parent);
    if (!blocks.has(block)) blocks.set(block, []);
    const letters = blocks.get(block);
    if (!node.data?.trim()) letters.push({ letter: " ", box: null }); // between words, at a break of the line too
    if (!node.data?.trim()) continue;
    let at = 0;
    for (const letter of node.data) {
      range.setStart(node, at);
      range.setEnd(node, (at += letter.length));
      const box = range.getBoundingClientRect();
      if (box.width || !letter.trim()) letters.push({ letter, box });
    }
  }

  for (const [block, letters] of blocks) {
    const text = letters.map(({ letter }) => letter).join("");
    const lines = [];
    for (const { letter, box } of letters) {
      if (!letter.trim()) continue;
      const last = lines.at(-1);
      if (last && box.top < last.bottom - box.height / 2 && box.bottom > last.top + box.height / 2) {
        last.text += letter;
      } else lines.push({ text: letter, top: box.top, bottom: box.bottom });
    }
    const count = (line) => (line.text.match(/[\p{L}\p{N}]/gu) ?? []).length;
    const isProse = text.split(/\s+/).some((word) => word.length <= LONGEST_WORD);
    if (isProse && lines.length > 1 && lines.some((line) => count(line) === 1))
      found.add(`a line of one letter: ${excerpt(lines.map((line) => line.text).join(" / "))}`);
    if (lines.length > 3 && Math.max(...lines.map(count)) < 5)
      found.add(`collapsed: ${excerpt(lines.map((line) => line.text).join(" / "))}`);

    let at = 0;
    const starts = letters.map(({ letter }) => (at += letter.length) - letter.length);
    for (const word of isProse ? text.matchAll(WORD) : []) {
      if (word[0].length > LONGEST_WORD) continue;
      const boxes = letters.filter((_, i) => starts[i] >= word.index && starts[i] < word.index + word[0].length);
      const [first, last] = [boxes[0].box, boxes.at(-1).box];
      if (last.top > first.bottom - first.height / 2) found.add(`a broken word: ${excerpt(word[0])} in ${excerpt(text)}`);
    }

    const ink = letters.filter(({ letter }) => letter.trim()).map(({ box }) => box);
    if (!ink.length) continue;
    const [left, right] = [Math.min(...ink.map((box) => box.left)), Math.max(...ink.map((box) => box.right))];
    const [top, bottom] = [Math.min(...ink.map((box) => box.top)), Math.max(...ink.map((box) => box.bottom))];
    const own = block.getBoundingClientRect();
    if (left < own.left - 1 || right > own.right + 1) found.add(`beyond its box: ${excerpt(text)}`);
    if (left < -1 || right > page.clientWidth + 1) found.add(`beyond the screen: ${excerpt(text)}`);
    for (let outer = block; outer && outer !== document.body; outer = outer.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(outer);
      const box = outer.getBoundingClientRect();
      const cutAcross = overflowX !== "visible" && (left < box.left - 1 || right > box.right + 1);
      const air = ink[0].height / 4; // a letter's box is higher than the letter
      const cutDown = /hidden|clip/.test(overflowY) && (top < box.top - air || bottom > box.bottom + air);
      if (cutAcross || cutDown) found.add(`cut off: ${excerpt(text)}`);
    }
  }

  for (const field of document.querySelectorAll("input:not([type=checkbox], [type=file]), select, textarea")) {
    if (shown(field) && field.scrollWidth > field.clientWidth + 1) found.add(`cut off in its field: ${field.outerHTML.slice(0, 80)}`);
  }

  // Whatever scrolls can be brought above the tabs at the bottom.
  const tabs = document.querySelector(".tabs");
  const main = document.querySelector("main");
  if (tabs && main && shown(tabs) && getComputedStyle(tabs).position === "fixed") {
    const scrolls = (child) => shown(child) && getComputedStyle(child).position !== "fixed";
    const deepest = Math.max(...[...main.children].filter(scrolls).map((child) => child.getBoundingClientRect().bottom));
    const covered = deepest + window.scrollY - (page.scrollHeight - tabs.getBoundingClientRect().height);
    if (covered > 1) found.add(`${Math.round(covered)} px stay under the tabs`);
  }
  return [...found];
}
