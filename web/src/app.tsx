import { useEffect, useMemo, useState } from "preact/hooks";

import { speak } from "./delivery/gateway";
import { isVerified } from "./delivery/session";
import { go, useRoute } from "./device/address";
import { report } from "./device/report";
import type { Route } from "./rules/routes";
import { CompanionsScreen } from "./screens/companions";
import { DisplayScreen } from "./screens/door/display";
import { PairScreen } from "./screens/door/pair";
import { ReaderScreen } from "./screens/door/reader";
import { ExposuresScreen } from "./screens/exposures/exposures";
import { HelpScreen } from "./screens/help";
import { HistoryScreen } from "./screens/history/history";
import { VisitScreen } from "./screens/history/visit";
import { MoreScreen } from "./screens/more";
import { ChildrenScreen } from "./screens/pass/children";
import { PassScreen } from "./screens/pass/pass";
import { SafeCodeScreen } from "./screens/pass/safe-code";
import { ResultScreen } from "./screens/result/result";
import { RightsScreen } from "./screens/rights/rights";
import { ScanScreen } from "./screens/scan/scan";
import { SettingsScreen } from "./screens/settings";
import { SignUpScreen } from "./screens/sign-up/sign-up";
import { VenueScreen } from "./screens/venue/venue";
import { keep, type Policy, read } from "./store/kept";
import { dress } from "./ui/dress";
import { useLive } from "./ui/live";
import { type Scene, SceneContext, Tabs } from "./ui/shell";
import { type Language, loadWords, type Words } from "./words";

interface AppProps {
  language: Language;
  words: Words;
  policy: Policy | null;
  verified: boolean;
}

/** Whether the language was chosen in this life of the page: then what was kept before it says nothing. */
let chosen = false;

export function App(first: AppProps) {
  const [tongue, setTongue] = useState({ language: first.language, words: first.words });
  const verified = useLive(isVerified) ?? first.verified;
  const policy = useLive(() => read("policy")) ?? first.policy;
  const route = useRoute();
  useLinks();
  const scene = useMemo<Scene>(() => {
    const setLanguage = (language: Language): void => {
      // Kept before it is shown: whoever sees the new language may close the app at once.
      chosen = true;
      // A full phone forgets the choice at the next start.
      const kept = keep("language", language).catch(report);
      void Promise.all([loadWords(language), kept]).then(([words]) => {
        speak(language);
        setTongue({ language, words });
      }, report);
    };
    return { ...tongue, policy, verified, setLanguage };
  }, [tongue, policy, verified]);
  useKeptLook(scene);
  return (
    <SceneContext.Provider value={scene}>
      <Page route={route} verified={verified} />
    </SceneContext.Provider>
  );
}

function Page({ route, verified }: { route: Route; verified: boolean }) {
  switch (route.page) {
    case "reader":
      return <ReaderScreen />;
    case "display":
      return <DisplayScreen />;
    case "pair":
      return <PairScreen />;
    case "venue":
      return <VenueScreen key={route.code} code={route.code} displayCode={route.displayCode} />;
    case "result":
      return <ResultScreen key={route.id} id={route.id} />;
    case "verify":
      return <SignUpScreen onDone={() => go("/", true)} />;
    case "scan":
      return verified ? (
        <>
          <ScanScreen />
          <Tabs current="scan" />
        </>
      ) : (
        <SignUpScreen onDone={() => go("/", true)} />
      );
    case "history":
      return (
        <>
          <HistoryScreen />
          <Tabs current="history" />
        </>
      );
    case "visit":
      return (
        <>
          <VisitScreen id={route.id} />
          <Tabs current="history" />
        </>
      );
    case "pass":
      return (
        <>
          <PassScreen />
          <Tabs current="pass" />
        </>
      );
    case "more":
      return (
        <>
          <MoreScreen />
          <Tabs current="more" />
        </>
      );
    case "rights":
      return (
        <>
          <RightsScreen />
          <Tabs current="more" />
        </>
      );
    case "settings":
      return (
        <>
          <SettingsScreen />
          <Tabs current="more" />
        </>
      );
    case "help":
      return (
        <>
          <HelpScreen />
          <Tabs current="more" />
        </>
      );
    case "children":
      return (
        <>
          <ChildrenScreen />
          <Tabs current="pass" />
        </>
      );
    case "safe-code":
      return (
        <>
          <SafeCodeScreen />
          <Tabs current="pass" />
        </>
      );
    case "exposures":
      return (
        <>
          <ExposuresScreen />
          <Tabs current="more" />
        </>
      );
    case "companions":
      return (
        <>
          <CompanionsScreen />
          <Tabs current="more" />
        </>
      );
  }
}

/** What was chosen once, also where the store could tell it only after the first screen. */
function useKeptLook({ language, setLanguage }: Scene): void {
  const look = useLive(async () => ({
    language: await read("language"),
    theme: await read("theme"),
    type: await read("type"),
  }));
  useEffect(() => {
    if (!look) return;
    dress(language, look.theme, look.type);
    if (!chosen && look.language && look.language !== language) setLanguage(look.language as Language);
  }, [look, language]);
}

/** Links inside the app change the screen without loading the page anew. */
function useLinks(): void {
  useEffect(() => {
    const follow = (event: MouseEvent): void => {
      const link = (event.target as Element).closest?.("a[href^='/']");
      if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(link.getAttribute("href")!);
    };
    document.addEventListener("click", follow);
    return () => document.removeEventListener("click", follow);
  }, []);
}
