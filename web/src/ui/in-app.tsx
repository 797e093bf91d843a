import { inApp, outside } from "../rules/in-app";
import { useScene } from "./shell";

/** Inside another app's browser: what that costs, and the way out of it. */
export function InAppNote() {
  const { words } = useScene();
  const app = inApp(navigator.userAgent);
  if (!app) return null;
  const way = outside(location.href, navigator.userAgent);
  return (
    <div class="note wait" role="status">
      <strong>{words.inApp.head(app)}</strong>
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
