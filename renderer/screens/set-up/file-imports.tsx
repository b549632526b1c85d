import { type ReactNode, useRef } from "react";
import { Button } from "../../ui/button.tsx";
import { useDroppedFiles } from "../parts/use-dropped-files.ts";
import css from "./file-imports.module.css";

interface FileImportsProps {
  readonly words: Readonly<Record<"add" | "dropHint" | "drop" | "reading" | "outcome" | "clear", string>>;
  /** Endings and media types of the files that can be chosen. */
  readonly accept: string;
  readonly status: "idle" | "running" | "done";
  readonly onFiles: (files: readonly File[]) => void;
  readonly onClear: () => void;
  /** What became of each file. */
  readonly children: ReactNode;
}

/** Takes files, chosen or dropped anywhere, and says of each what became of it. */
export function FileImports({ words, accept, status, onFiles, onClear, children }: FileImportsProps) {
  const input = useRef<HTMLInputElement>(null);
  const give = (files: readonly File[]) => {
    if (files.length > 0) onFiles(files);
  };
  const over = useDroppedFiles(give);
  return (
    <div className={css["import"]}>
      <div className={css["add"]}>
        <Button look="primary" size="line" disabled={status === "running"} onClick={() => input.current?.click()}>
          {words.add}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          accept={accept}
          onChange={(event) => {
            give([...(event.currentTarget.files ?? [])]);
            // The same file may be chosen again.
            event.currentTarget.value = "";
          }}
        />
        <span className={css["soft"]}>{words.dropHint}</span>
      </div>
      <div role="status">
        {status === "idle" ? null : (
          <section className={css["outcome"]} aria-label={words.outcome}>
            <div className={css["outcomeHead"]}>
              <h3 className={css["heading"]}>{status === "running" ? words.reading : words.outcome}</h3>
              {status === "done" ? <Button onClick={onClear}>{words.clear}</Button> : null}
            </div>
            <ul className={css["files"]}>{children}</ul>
          </section>
        )}
      </div>
      {over ? <p className={css["drop"]}>{words.drop}</p> : null}
    </div>
  );
}

interface ImportedFileProps {
  readonly fileName: string;
  readonly children: ReactNode;
}

export const ImportedFile = ({ fileName, children }: ImportedFileProps) => (
  <li className={css["file"]}>
    <span className={css["fileName"]}>{fileName}</span>
    {children}
  </li>
);
