import { Icon } from "../../ui/icons";
import { useScene } from "../../ui/shell";

const MOST = 50;

/** How many come along with somebody at the counter. */
export function PartyStepper({ party, onParty }: { party: number; onParty(party: number): void }) {
  const { words } = useScene();
  return (
    <div class="stepper party" role="group" aria-label={words.scan.companions}>
      <span>{words.scan.companions}</span>
      <button
        type="button"
        class="round"
        aria-label={words.companions.less}
        disabled={party === 0}
        onClick={() => onParty(party - 1)}
      >
        <Icon name="minus" />
      </button>
      <output aria-live="polite">{party}</output>
      <button
        type="button"
        class="round"
        aria-label={words.companions.more}
        disabled={party >= MOST}
        onClick={() => onParty(party + 1)}
      >
        <Icon name="plus" />
      </button>
    </div>
  );
}
