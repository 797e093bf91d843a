import { useEffect, useState } from "preact/hooks";

import { pairedAs } from "../../delivery/devices";
import { stayAwake } from "../../device/awake";
import { useLive } from "../../ui/live";
import { Note, Screen, useScene } from "../../ui/shell";
import { HandWritten } from "./hand-written";
import { PassReader } from "./pass-reader";
import { WithoutPhone } from "./without-phone";

const WAYS = ["pass", "person", "paper"] as const;
type Way = (typeof WAYS)[number];

/** The venue's own phone: reads passes, takes people without phones and lines of the paper list. It keeps nothing of them. */
export function ReaderScreen() {
  const { words } = useScene();
  const [way, setWay] = useState<Way>("pass");
  // A queue at the door is no time for a dark screen.
  useEffect(stayAwake, []);
  const paired = useLive(() => pairedAs("reader"));
  // A link of the command line has its token in the hash, which no server sees.
  const token = location.hash.slice(1) || paired?.token;
  if (!token) {
    if (paired === undefined) return <Screen title={words.reader.title}>{null}</Screen>;
    return (
      <Screen title={words.reader.noToken}>
        <Note tone="bad">{words.reader.noTokenHelp}</Note>
      </Screen>
    );
  }
  return (
    <Screen title={words.reader.ways[way]} class="reader">
      <div class="choice" role="group" aria-label={words.reader.title}>
        {WAYS.map((one) => (
          <button key={one} type="button" aria-pressed={one === way} onClick={() => setWay(one)}>
            {words.reader.ways[one]}
          </button>
        ))}
      </div>
      {way === "pass" ? <PassReader token={token} /> : null}
      {way === "person" ? <WithoutPhone token={token} /> : null}
      {way === "paper" ? <HandWritten token={token} /> : null}
    </Screen>
  );
}
