import { useId, useRef, useState } from "react";
import { texts } from "../../locales/texts.ts";
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
  /** Takes what is in it; rejects where it cannot be read. */
  readonly onFile: (file: File) => Promise<void>;
}

/** A file to be chosen, with its help below; its content goes on at once, nothing of it is kept here. */
export function ChooseFile({ label, hint, choose, chosen, accept, error = null, onFile }: ChooseProps) {
  const input = useRef<HTMLInputElement>(null);
  const [unreadable, setUnreadable] = useState(false);
  const wrong = unreadable ? texts.frame.unreadableFile : error;
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
          setUnreadable(false);
          if (file !== undefined) onFile(file).catch(() => setUnreadable(true));
          // The same file may be chosen again.
          event.currentTarget.value = "";
        }}
      />
      <span id={`${id}-hint`} className={css["soft"]}>
        {hint}
      </span>
      {wrong === null ? null : <span className={css["wrong"]}>{wrong}</span>}
    </div>
  );
}
