import { useState } from "preact/hooks";

import { pairDevice } from "../../delivery/devices";
import { go } from "../../device/address";
import { Form } from "../../ui/form";
import { Note, Screen, useScene } from "../../ui/shell";

/** Makes this browser a venue's device. The one-time token stands in the hash, which no server sees, and is sent once. */
export function PairScreen() {
  const { words } = useScene();
  const [token] = useState(() => location.hash.slice(1));
  if (!token)
    return (
      <Screen title={words.pair.title}>
        <Note tone="bad">{words.pair.none}</Note>
      </Screen>
    );
  const pair = async (): Promise<null> => {
    const { kind } = await pairDevice(token);
    // The spent token goes from the address and from the history.
    go(`/${kind}`, true);
    return null;
  };
  return (
    <Screen title={words.pair.title}>
      <p class="lead">{words.pair.lead}</p>
      <p>{words.pair.keeps}</p>
      <Form act={pair} button={words.pair.button} needsNetwork>
        {null}
      </Form>
    </Screen>
  );
}
