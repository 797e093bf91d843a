import { useEffect, useRef, useState } from "preact/hooks";

import { CameraError, type CameraTrouble, closeCamera, hasTorch, openCamera, setTorch, watch } from "../camera/camera";
import { Icon } from "./icons";
import { Note, useScene } from "./shell";

interface ViewfinderProps {
  /** Called with each text found; true ends the looking. */
  onText(text: string): boolean;
  paused?: boolean;
  lead?: string;
}

type State = "opening" | "open" | CameraTrouble;

/** The camera's picture in the shape of a door. It closes when the app goes to the back. */
export function Viewfinder({ onText, paused = false, lead }: ViewfinderProps) {
  const { words } = useScene();
  const video = useRef<HTMLVideoElement>(null);
  const take = useRef(onText);
  take.current = onText;
  const [state, setState] = useState<State>("opening");
  const [stream, setStream] = useState<MediaStream | null>(null);
  const inFront = useInFront();
  const active = inFront && !paused;

  useEffect(() => {
    if (!active) return;
    let gone = false;
    let mine: MediaStream | null = null;
    let stop = (): void => undefined;
    openCamera().then(
      (opened) => {
        mine = opened;
        if (gone || !video.current) return closeCamera(opened);
        video.current.srcObject = opened;
        video.current.play().catch((error: DOMException) => {
          // The picture was taken away again, or the browser wants a touch first: then the next touch starts it.
          if (error.name !== "AbortError" && error.name !== "NotAllowedError") setState("busy");
        });
        stop = watch(video.current, (text) => take.current(text));
        setStream(opened);
        setState("open");
      },
      (error: unknown) => gone || setState(error instanceof CameraError ? error.trouble : "busy"),
    );
    return () => {
      gone = true;
      stop();
      if (mine) closeCamera(mine);
      setStream(null);
    };
  }, [active]);

  const closed = state !== "opening" && state !== "open";
  return (
    <div class="viewfinder" data-state={state}>
      {closed ? (
        <CameraRefused trouble={state} />
      ) : (
        <>
          <div class="door">
            <video ref={video} muted playsInline aria-label={lead ?? words.scan.aim} />
            <span class="sweep" aria-hidden="true" />
          </div>
          <p class="aim">{state === "open" ? (lead ?? words.scan.aim) : words.scan.opening}</p>
          {stream && hasTorch(stream) ? <Torch stream={stream} /> : null}
        </>
      )}
    </div>
  );
}

function CameraRefused({ trouble }: { trouble: CameraTrouble }) {
  const { words } = useScene();
  const said = {
    refused: { head: words.scan.refused, help: words.scan.refusedHelp },
    missing: { head: words.scan.missing, help: words.scan.missingHelp },
    busy: { head: words.scan.busyCamera, help: words.scan.busyCameraHelp },
  }[trouble];
  return (
    <Note tone="wait" head={said.head}>
      {said.help}
    </Note>
  );
}

function Torch({ stream }: { stream: MediaStream }) {
  const { words } = useScene();
  const [on, setOn] = useState(false);
  const [dark, setDark] = useState(false);
  // The phone has a torch and will not light it (a low battery): no button that does nothing.
  if (dark) return null;
  return (
    <button
      type="button"
      class="torch"
      aria-pressed={on}
      onClick={() =>
        void setTorch(stream, !on).then(
          () => setOn(!on),
          () => setDark(true),
        )
      }
    >
      <Icon name="torch" />
      {on ? words.scan.torchOff : words.scan.torchOn}
    </button>
  );
}

function useInFront(): boolean {
  const [inFront, setInFront] = useState(document.visibilityState === "visible");
  useEffect(() => {
    const follow = (): void => setInFront(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", follow);
    return () => document.removeEventListener("visibilitychange", follow);
  }, []);
  return inFront;
}
