import type { ReturnedVerdict } from "../../../main/api/contract/index.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import type { CertificateImport, RequestFile } from "../../stores/request-store.ts";
import type { WaitingRequests } from "../../stores/set-up-store.ts";
import { useRequests, useSetUp } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import type { ShapeName } from "../../ui/state-shape.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { saveBlob } from "../parts/save-blob.ts";
import { Listed } from "../parts/listed.tsx";
import { Refused } from "../parts/refused.tsx";
import { Section } from "../parts/section.tsx";
import { FileImports, ImportedFile } from "./file-imports.tsx";
import css from "./requests-section.module.css";

/** Requests whose certificates are signed elsewhere: out by the lot, and back. */
export function RequestsSection() {
  const waiting = useSetUp((state) => state.requests);
  const load = useSetUp((state) => state.load);
  const { add, status, files, clear, problem } = useRequests((state) => state);
  const words = texts.setUp.requests;
  return (
    <Section title={words.title} about={words.about}>
      <FileImports
        words={words}
        accept=".pem,.crt,.cer,.der,.p7b,.p7c"
        status={status}
        onFiles={(chosen) => void add(chosen).then(load)}
        onClear={clear}
      >
        {files.map((file, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- two files may have one name; the list only grows
          <FileOutcome key={index} file={file} />
        ))}
      </FileImports>
      <Refused problem={problem} />
      <Listed load={load} listing={waiting} none={{ title: words.none, next: words.noneNext, shape: "pass" }}>
        {(items) => (
          <ul className={css["lots"]}>
            {items.map((one) => (
              <LotRow key={`${one.lot} ${one.authority}`} waiting={one} />
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}

const parts: readonly RequestFile[] = ["requests", "index", "extensions"];

function LotRow({ waiting: { lot, authority, count } }: { readonly waiting: WaitingRequests }) {
  const file = useRequests((state) => state.file);
  const words = texts.setUp.requests;
  const save = async (what: RequestFile) => {
    const saved = await file(lot, what);
    if (saved !== null) saveBlob(saved.fileName, saved.blob);
  };
  return (
    <li className={css["lot"]} aria-label={words.lot(lot)}>
      <span className={css["who"]}>
        <strong>{lot}</strong>
        <span className={css["soft"]}>{words.waits(count, authority)}</span>
      </span>
      <span className={css["acts"]}>
        {parts.map((what) => (
          <Button
            key={what}
            look={what === "requests" ? "primary" : "quiet"}
            aria-label={words.saveOf(words.save[what], lot)}
            onClick={() => void save(what)}
          >
            {words.save[what]}
          </Button>
        ))}
      </span>
    </li>
  );
}

const shapes: Readonly<Record<ReturnedVerdict["verdict"], ShapeName>> = {
  taken: "pass",
  known: "off",
  authority: "off",
  refused: "fail",
};
const mostShown = 50;

/** Counts, and of those refused each by name: what a person has to do something about. */
function FileOutcome({ file: { fileName, verdicts, problem } }: { readonly file: CertificateImport }) {
  const words = texts.setUp.requests;
  const counted = (["taken", "known", "authority", "refused"] as const).map((verdict) => ({
    verdict,
    count: verdicts.filter((one) => one.verdict === verdict).length,
  }));
  const refused = verdicts.filter(({ verdict }) => verdict === "refused").slice(0, mostShown);
  return (
    <ImportedFile fileName={fileName}>
      <ul className={css["verdicts"]}>
        {counted
          .filter(({ count }) => count > 0)
          .map(({ verdict, count }) => (
            <li key={verdict}>
              <StateMark shape={shapes[verdict]} word={words.verdicts[verdict](count)} />
            </li>
          ))}
        {refused.map(({ sha256, unit, subject, code, sentence, detail }) => (
          <li key={sha256} className={css["soft"]}>
            <strong>{unit ?? (subject === "" ? words.unreadable : subject)}</strong>{" "}
            {code === null ? null : sentenceOf({ code, sentence: sentence ?? "" })}{" "}
            <code className={css["code"]}>{code}</code> {detail}
          </li>
        ))}
        {problem === null ? null : (
          <li>
            <Refused problem={problem} />
          </li>
        )}
      </ul>
    </ImportedFile>
  );
}
