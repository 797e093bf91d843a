const PATHS = {
  scan: "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M8.5 12.3l2.4 2.4 4.8-5",
  history: "M12 7.5V12l3 2M4.2 9.5A8.2 8.2 0 1 1 3.8 12M4 5v4.5h4.5",
  pass: "M6 3.5h12a1.5 1.5 0 0 1 1.5 1.5v14a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 19V5A1.5 1.5 0 0 1 6 3.5ZM9 17h6M9 7.5h6v6H9z",
  more: "M5 7h14M5 12h14M5 17h9",
  back: "M15 5l-7 7 7 7",
  torch: "M8 3h8v4l-2 3v11h-4V10L8 7zM8 7h8",
  keyboard: "M3.5 6.5h17v11h-17zM7 10h.01M10.5 10h.01M14 10h.01M17 10h.01M8 14h8",
  picture: "M4 5.5h16v13H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9.2h.01",
  people: "M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11ZM3 19.5c.4-3.4 2.9-5.5 6-5.5s5.600 2.100 6 5.500M16 10.800a2.800 2.800 0 1 0-1-5.400M17.500 14c2 .7 3.200 2.600 3.500 5",
  close: "M6 6l12 12M18 6L6 18",
  next: "M9 5l7 7-7 7",
  minus: "M5 12h14",
  plus: "M5 12h14M12 5v14",
  door: "M6 21V10a6 6 0 0 1 12 0v11M3.500 21h17M12 15.500h.01",
  wait: "M12 7v5l3 2M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17Z",
  check: "M5 12.500l4.500 4.500L19 7",
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
      <path class="mark-check" d="M16.500 28.500l5.500 5.500 10.500-11.500" />
      <circle class="mark-sun" cx="40" cy="8" r="6" />
    </svg>
  );
}
