const PATHS = {
  scan:
    "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3" +
    "M8.5 12.3l2.4 2.4 4.8-5",
  history: "M12 7.5V12l3 2M4.2 9.5A8.2 8.2 0 1 1 3.8 12M4 5v4.5h4.5",
  pass:
    "M6 3.5h12a1.5 1.5 0 0 1 1.5 1.5v14a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 19V5A1.5 1.5 0 0 1 6 3.5Z" +
    "M9 17h6M9 7.5h6v6H9z",
  more: "M5 7h14M5 12h14M5 17h9",
  back: "M15 5l-7 7 7 7",
  torch: "M8 3h8v4l-2 3v11h-4V10L8 7zM8 7h8",
  keyboard: "M3.5 6.5h17v11h-17zM7 10h.01M10.5 10h.01M14 10h.01M17 10h.01M8 14h8",
  picture: "M4 5.5h16v13H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9.2h.01",
  people:
    "M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11ZM3 19.5c.4-3.4 2.9-5.5 6-5.5s5.6 2.1 6 5.5M16 10.8a2.8 2.8 0 1 0-1-5.4M17.5 14c2 .7 3.2 2.6 3.5 5",
  close: "M6 6l12 12M18 6L6 18",
  next: "M9 5l7 7-7 7",
  minus: "M5 12h14",
  plus: "M5 12h14M12 5v14",
  door: "M6 21V10a6 6 0 0 1 12 0v11M3.5 21h17M12 15.5h.01",
  wait: "M12 7v5l3 2M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z",
  check: "M5 12.5l4.5 4.5L19 7",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The name mark: an open door and the person who walked in. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <path class="mark-door" d="M8 46V22a16 16 0 0 1 32 0v24z" />
      <path class="mark-check" d="M16.5 28.5l5.5 5.5 10.5-11.5" />
      <circle class="mark-sun" cx="40" cy="8" r="6" />
    </svg>
  );
}
