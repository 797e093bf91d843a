import { useEffect, useId, useRef } from "preact/hooks";

interface FieldProps {
  label: string;
  value: string;
  onValue(value: string): void;
  hint?: string;
  /** Shown as wrong; the form says why beside its button, and puts the focus here. */
  wrong?: boolean;
  /** Groups what is typed, while the cursor stands at its end. */
  format?(value: string): string;
  type?: "text" | "tel";
  inputMode?: "tel" | "numeric" | "text" | "email";
  autoComplete?: string;
  autoFocus?: boolean;
  class?: string;
  rows?: number;
}

/** A labelled field whose hint a screen reader says with it. */
export function Field({
  label,
  value,
  onValue,
  hint,
  wrong,
  format,
  rows,
  class: className,
  autoFocus,
  type = "text",
  ...input
}: FieldProps) {
  const id = useId();
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (autoFocus) element.current?.focus();
  }, []);
  const shared = {
    id,
    value,
    class: className,
    "aria-invalid": wrong ? ("true" as const) : undefined,
    "aria-describedby": hint ? `${id}-hint` : undefined,
    onInput: (event: Event) => {
      const { value: typed, selectionStart } = event.currentTarget as HTMLInputElement;
      onValue(format && selectionStart === typed.length ? format(typed) : typed);
    },
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {rows ? (
        <textarea {...shared} rows={rows} ref={element as never} />
      ) : type === "tel" ? (
        <input {...shared} {...input} type="tel" ref={element as never} />
      ) : (
        <input {...shared} {...input} type="text" ref={element as never} />
      )}
      {hint ? (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
