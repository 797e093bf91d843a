/** Browsers inside other apps, which forget what they store and often have no camera; "" where the app has no name here. */
export type InApp = "KakaoTalk" | "Naver" | "Band" | "Instagram" | "Facebook" | "Line" | "WeChat" | "Daum" | "";

const SIGNS: [RegExp, InApp][] = [
  [/KAKAOTALK/i, "KakaoTalk"],
  [/NAVER\(inapp/i, "Naver"],
  [/\bBAND\//, "Band"],
  [/Instagram/i, "Instagram"],
  [/FBAN|FBAV|FB_IAB/i, "Facebook"],
  [/\bLine\//i, "Line"],
  [/MicroMessenger/i, "WeChat"],
  [/DaumApps/i, "Daum"],
  // Android's own mark of a web view; an iPhone's calls itself Mobile without Safari.
  [/Android.*; wv\)/, ""],
  [/\((iPhone|iPad|iPod)\b(?!.*\bSafari\/).*\bMobile\//, ""],
];

/** The app whose own browser shows this page, or null. */
export function inApp(userAgent: string): InApp | null {
  return SIGNS.find(([sign]) => sign.test(userAgent))?.[1] ?? null;
}

/** An address that opens the page in the phone's own browser, or null where only the visitor can do that. */
export function outside(page: string, userAgent: string): string | null {
  const app = inApp(userAgent);
  if (app === "KakaoTalk") return `kakaotalk://web/openExternal?url=${encodeURIComponent(page)}`;
  const { protocol, host, pathname, search, hash } = new URL(page);
  if (app === "Line")
    return `${protocol}//${host}${pathname}${search ? `${search}&` : "?"}openExternalBrowser=1${hash}`;
  if (!/Android/i.test(userAgent)) return null;
  const scheme = protocol.replace(":", "");
  return `intent://${host}${pathname}${search}#Intent;scheme=${scheme};action=android.intent.action.VIEW;end`;
}
