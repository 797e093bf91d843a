import { useEffect, useId, useRef } from "preact/hooks";

interface FieldProps {
  label: string;
  value: string;
  onValue(value: string): void;
  hint?: string;
  error?: string | null;
  type?: "text" | "tel";
  inputMode?: "tel" | "numeric" | "text";
  autoComplete?: string;
  autoFocus?: boolean;
  class?: string;
  rows?: number;
}

/** A labelled field whose hint and error a screen reader says with it. */
export function Field({
  label,
  value,
  onValue,
  hint,
  error,
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
    "aria-invalid": error ? ("true" as const) : undefined,
    "aria-describedby": hint || error ? `${id}-hint` : undefined,
    onInput: (event: Event) => onValue((event.currentTarget as HTMLInputElement).value),
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
      {hint || error ? (
        <p id={`${id}-hint`} class={error ? "hint bad" : "hint"} role={error ? "alert" : undefined}>
          {error ?? hint}
        </p>
      ) : null}
    </div>
  );
}
