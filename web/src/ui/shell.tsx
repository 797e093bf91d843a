import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useRef } from "preact/hooks";

import type { VenueName } from "../rules/names";
import { isStoreLost } from "../store/database";
import type { Policy } from "../store/kept";
import type { Language, Words } from "../words";
import { Icon, type IconName, Mark } from "./icons";
import { useLive } from "./live";

export interface Scene {
  words: Words;
  language: Language;
  policy: Policy | null;
  verified: boolean;
  setLanguage(language: Language): void;
}

export const SceneContext = createContext<Scene>(null as unknown as Scene);
export const useScene = (): Scene => useContext(SceneContext);

/** A venue's name in the visitor's language: Korean for Koreans, else the Latin one. */
export function useVenueName(): (name: VenueName | null) => string {
  const { words, language } = useScene();
  return (name) => (name ? (language === "ko" ? name.ko : name.en) : words.confirm.unknownVenue);
}

const TABS: { page: "scan" | "history" | "pass" | "more"; icon: IconName; href: string }[] = [
  { page: "scan", icon: "scan", href: "/" },
  { page: "history", icon: "history", href: "/#/history" },
  { page: "pass", icon: "pass", href: "/#/pass" },
  { page: "more", icon: "more", href: "/#/more" },
];

export function Tabs({ current }: { current: string }) {
  const { words } = useScene();
  return (
    <nav class="tabs" aria-label={words.appName}>
      {TABS.map(({ page, icon, href }) => (
        <a key={page} href={href} class="tab" aria-current={page === current ? "page" : undefined}>
          <Icon name={icon} />
          <span>{words.tabs[page]}</span>
        </a>
      ))}
    </nav>
  );
}

interface ScreenProps {
  title: string;
  /** Where the back arrow leads; none on the main screens. */
  back?: string;
  class?: string;
  children: ComponentChildren;
}

/** A screen with its heading, which takes the focus so that a screen reader says where one is. */
export function Screen({ title, back, class: className = "", children }: ScreenProps) {
  const { words } = useScene();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${words.appName}`;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <main class={`screen ${className}`} id="main">
      <header class="bar">
        {back ? (
          <a class="back" href={back} aria-label={words.common.back}>
            <Icon name="back" />
          </a>
        ) : (
          <Mark />
        )}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </header>
      <StoreTrouble />
      {children}
    </main>
  );
}

/** Said on every screen while the phone's store is out of reach; it is tried again by itself. */
function StoreTrouble() {
  const { words } = useScene();
  const lost = useLive(async () => isStoreLost()) ?? isStoreLost();
  if (!lost) return null;
  return (
    <Note tone="wait" head={words.trouble.lost}>
      {words.trouble.lostHelp}
    </Note>
  );
}

type Tone = "good" | "wait" | "bad" | "plain";

export function Note({ tone, head, children }: { tone: Tone; head?: string; children?: ComponentChildren }) {
  return (
    <div class={`note ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      {head ? <strong>{head}</strong> : null}
      {children ? <p>{children}</p> : null}
    </div>
  );
}
