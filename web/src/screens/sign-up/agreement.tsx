import { useScene } from "../../ui/shell";

interface AgreementProps {
  text: string;
  checked: boolean;
  onChecked(checked: boolean): void;
  wrong: boolean;
  more: string;
  onMore(): void;
}

/** Something that must be agreed to, and the button that opens what it is. */
export function Agreement({ text, checked, onChecked, wrong, more, onMore }: AgreementProps) {
  const { words } = useScene();
  return (
    <div class="agreement">
      <label class="check">
        <input
          type="checkbox"
          checked={checked}
          aria-invalid={wrong}
          required
          onChange={(event) => onChecked(event.currentTarget.checked)}
        />
        <span>
          <b>{words.signUp.required}</b> {text}
        </span>
      </label>
      <button type="button" class="quiet" onClick={onMore}>
        {more}
      </button>
    </div>
  );
}
