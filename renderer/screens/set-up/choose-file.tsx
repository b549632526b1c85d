import { useId, useRef } from "react";
import { Button } from "../../ui/button.tsx";
import css from "./settings-form.module.css";

interface ChooseProps {
  readonly label: string;
  readonly hint: string;
  readonly choose: string;
  /** Which was chosen; null: none. */
  readonly chosen: string | null;
  readonly accept: string;
  readonly error?: string | null;
  readonly onFile: (file: File) => void;
}

/** A file to be chosen, with its help below; its content goes on at once, nothing of it is kept here. */
export function ChooseFile({ label, hint, choose, chosen, accept, error = null, onFile }: ChooseProps) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  return (
    <div className={css["file"]} role="group" aria-labelledby={`${id}-label`} aria-describedby={`${id}-hint`}>
      <span id={`${id}-label`} className={css["fileLabel"]}>
        {label}
      </span>
      <div className={css["fileLine"]}>
        <Button onClick={() => input.current?.click()}>{choose}</Button>
        <span role="status">{chosen}</span>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file !== undefined) onFile(file);
          // The same file may be chosen again.
          event.currentTarget.value = "";
        }}
      />
      <span id={`${id}-hint`} className={css["soft"]}>
        {hint}
      </span>
      {error === null ? null : <span className={css["wrong"]}>{error}</span>}
    </div>
  );
}
