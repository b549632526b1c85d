import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import type { RootImport, RootImportState } from "../../stores/root-import-store.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import { FileImports, ImportedFile } from "./file-imports.tsx";
import { rootName } from "./root-words.ts";
import css from "./roots-section.module.css";

interface RootImportsProps {
  readonly imports: RootImportState;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Adds certificates from files, and says of each file what became of it. */
export function RootImports({ imports: { status, files, clear }, onFiles }: RootImportsProps) {
  const words = texts.setUp.roots;
  return (
    <FileImports
      words={words}
      accept=".pem,.crt,.cer,.der,.p7b,application/x-x509-ca-cert,application/pkix-cert"
      status={status}
      onFiles={onFiles}
      onClear={clear}
    >
      {files.map((file, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two files may have one name; the list only grows
        <FileOutcome key={index} file={file} />
      ))}
    </FileImports>
  );
}

function FileOutcome({ file: { fileName, roots, problem } }: { readonly file: RootImport }) {
  const words = texts.setUp.roots;
  return (
    <ImportedFile fileName={fileName}>
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
    </ImportedFile>
  );
}
