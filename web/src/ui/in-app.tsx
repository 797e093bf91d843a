import { inApp, outside } from "../rules/in-app";
import { useScene } from "./shell";

/** An app put on an iPhone's home screen calls itself as a web view does, and forgets nothing. */
const onHomeScreen = (): boolean => (navigator as { standalone?: boolean }).standalone === true;

/** Inside another app's browser: what that costs, and the way out of it. */
export function InAppNote() {
  const { words } = useScene();
  const app = onHomeScreen() ? null : inApp(navigator.userAgent);
  if (app === null) return null;
  const way = outside(location.href, navigator.userAgent);
  return (
    <div class="note wait" role="status">
      <strong>{app ? words.inApp.head(app) : words.inApp.some}</strong>
      <p>{words.inApp.help}</p>
      {way ? (
        <a class="secondary" href={way}>
          {words.inApp.open}
        </a>
      ) : (
        <p>{words.inApp.byHand}</p>
      )}
    </div>
  );
}
