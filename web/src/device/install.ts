import { announce } from "../store/changes";

/** Chromium's offer to put the app on the home screen; Safari has none. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}

let offer: InstallOffer | null = null;

export function awaitInstallOffer(): void {
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event as InstallOffer;
    announce();
  });
}

export const canInstall = (): boolean => offer !== null;

export async function install(): Promise<void> {
  const made = offer;
  offer = null;
  await made?.prompt();
  announce();
}
