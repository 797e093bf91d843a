import { useEffect, useRef, useState } from "preact/hooks";

import { decodePicture, warmDecoder } from "../../camera/decoder";
import { arrive } from "../../delivery/arrive";
import { NowhereToKeep } from "../../delivery/check-in";
import { go } from "../../device/address";
import { readySound } from "../../device/signal";
import { readScan, readScans } from "../../rules/scan";
import { CompanionsButton } from "../../ui/companions";
import { ExposureBand } from "../../ui/exposures";
import { Icon } from "../../ui/icons";
import { usePosition } from "../../ui/position";
import { Note, Screen, useScene } from "../../ui/shell";
import { Waiting } from "../../ui/status";
import { Viewfinder } from "../../ui/viewfinder";
import { WrongQr } from "../../ui/wrong-qr";
import type { Words } from "../../words";
import { CodeEntry } from "./code-entry";
import { Here } from "./here";

interface Complaint {
  head: string;
  body: string;
}

/** The main screen: the camera opens at once and a QR is enough. */
export function ScanScreen() {
  const { words } = useScene();
  const [complaint, setComplaint] = useState<Complaint | null>(null);
  const [typing, setTyping] = useState(false);
  const acting = useRef(false);
  usePosition();
  useEffect(() => void warmDecoder(), []);

  /** True when the text ends the scanning. */
  function take(text: string): boolean {
    if (acting.current) return true;
    const scan = readScan(text, location.host);
    if (scan.kind !== "venue") {
      setComplaint(complain(words, scan));
      return false;
    }
    acting.current = true;
    void act(scan.code, scan.displayCode);
    return true;
  }

  async function act(code: string, displayCode: string | null): Promise<void> {
    try {
      const bad = await arrive(code, displayCode);
      if (bad) setComplaint({ head: words.confirm[bad], body: words.confirm[`${bad}Help`] });
    } catch (error) {
      const full = error instanceof NowhereToKeep;
      setComplaint({
        head: full ? words.result.nowhere : words.trouble.unknown,
        body: full ? words.result.nowhereHelp : "",
      });
    } finally {
      acting.current = false;
    }
  }

  /** A photograph may be old: it leads to the page that asks for one tap. */
  async function readPicture(file: File | undefined): Promise<void> {
    if (!file) return;
    const scan = readScans(await decodePicture(file).catch(() => []), location.host);
    if (scan?.kind === "venue") go(`/v/${scan.code}${scan.displayCode ? `?d=${scan.displayCode}` : ""}`);
    else setComplaint(scan ? complain(words, scan) : { head: words.scan.notFound, body: words.scan.notFoundHelp });
  }

  return (
    <Screen title={words.scan.title} class="scan">
      <ExposureBand />
      <Waiting />
      <Here />
      <Viewfinder onText={take} paused={typing} />
      {complaint ? (
        <>
          <Note tone="bad" head={complaint.head}>
            {complaint.body}
          </Note>
          <WrongQr code={null} />
        </>
      ) : null}
      <div class="tools">
        <CompanionsButton />
        <button
          type="button"
          class="tool"
          onClick={() => {
            readySound();
            setTyping(true);
          }}
        >
          <Icon name="keyboard" />
          {words.scan.type}
        </button>
        <label class="tool">
          <Icon name="picture" />
          {words.scan.picture}
          <input
            type="file"
            accept="image/*"
            onChange={(event) => {
              void readPicture(event.currentTarget.files?.[0]);
              event.currentTarget.value = "";
            }}
          />
        </label>
      </div>
      {typing ? (
        <CodeEntry
          onClose={() => setTyping(false)}
          onCode={(code, displayCode) => {
            setTyping(false);
            void act(code, displayCode);
          }}
        />
      ) : null}
    </Screen>
  );
}

function complain(words: Words, scan: Exclude<ReturnType<typeof readScan>, { kind: "venue" }>): Complaint {
  if (scan.kind === "foreign") return { head: words.scan.foreign, body: words.scan.foreignHelp(scan.host) };
  if (scan.kind === "pass") return { head: words.scan.pass, body: words.scan.passHelp };
  return { head: words.scan.unreadable, body: words.scan.unreadableHelp };
}
