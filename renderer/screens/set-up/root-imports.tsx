import { useRef } from "react";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import type { RootImport, RootImportState } from "../../stores/root-import-store.ts";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { rootName } from "./root-words.ts";
import css from "./roots-section.module.css";

interface RootImportsProps {
  readonly imports: RootImportState;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Adds certificates from files, and says of each file what became of it. */
export function RootImports({ imports: { status, files, clear }, onFiles }: RootImportsProps) {
  const words = texts.setUp.roots;
  const input = useRef<HTMLInputElement>(null);
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
          accept=".pem,.crt,.cer,.der,.p7b,application/x-x509-ca-cert,application/pkix-cert"
          onChange={(event) => {
            onFiles([...(event.currentTarget.files ?? [])]);
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
              {status === "done" ? <Button onClick={clear}>{words.clear}</Button> : null}
            </div>
            <ul className={css["files"]}>
              {files.map((file, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- two files may have one name; the list only grows
                <File key={index} file={file} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}

function File({ file: { fileName, roots, problem } }: { readonly file: RootImport }) {
  const words = texts.setUp.roots;
  return (
    <li className={css["file"]}>
      <span className={css["fileName"]}>{fileName}</span>
      <ul>
        {roots.map(({ root, known }) => (
          <li key={root.fingerprint}>
            <StateMark shape={known ? "off" : "pass"} word={known ? words.known : words.added} /> {rootName(root)}
          </li>
        ))}
        {problem === null ? null : (
          <li title={problem.detail}>
            <StateMark shape="fail" word={words.refused} /> {sentenceOf(problem)}{" "}
            <code className={css["code"]}>{problem.code}</code>
          </li>
        )}
      </ul>
    </li>
  );
}
