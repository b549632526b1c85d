import type { ManifestFinding, ManifestReport } from "../../../main/api/contract/index.ts";
import { formatBytes, formatCount } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import type { ManifestCheckState } from "../../stores/manifest-check-store.ts";
import { Button } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { type Fact, FactList } from "../../ui/fact-list.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { useMoment } from "../parts/use-moment.ts";
import { CompareManifest } from "./compare-manifest.tsx";
import css from "./manifest-verdict.module.css";
import { RecordVerdict } from "./record-verdict.tsx";
import { signerShapes } from "./signer-shapes.ts";

/** What the station says of a manifest: under way, its verdict, or why there is none. */
export function ManifestVerdict({ check }: { readonly check: ManifestCheckState }) {
  const { status, sent, size, report, comparison, problem, cancel } = check;
  const words = texts.lots.check;
  if (status === "sending" || status === "checking") {
    const said = status === "checking" ? words.checking : words.sending(formatBytes(sent), formatBytes(size));
    return (
      <div className={css["verdict"]} role="status">
        <p>{said}</p>
        <ProgressBar label={words.title} value={sent} total={size} />
        <div>
          <Button onClick={cancel}>{words.stop}</Button>
        </div>
      </div>
    );
  }
  if (status === "cancelled") return <EmptyState shape="off" title={words.stopped} />;
  if (status === "failed" && problem !== null)
    return <EmptyState shape="fail" title={sentenceOf(problem)} next={problem.code} />;
  return (
    <>
      {report === null ? null : <SealVerdict report={report} />}
      {comparison === null ? null : <RecordVerdict comparison={comparison} sealed={report !== null} />}
      <CompareManifest check={check} />
    </>
  );
}

function SealVerdict({ report }: { readonly report: ManifestReport }) {
  const { check: words } = texts.lots;
  const { intact, findings, findingCount, count } = report;
  const [first] = findings;
  return (
    <div className={css["verdict"]} data-good={intact}>
      <p className={css["word"]} role="status">
        <StateMark shape={intact ? "pass" : "fail"} word={intact ? words.intact : words.broken} />
      </p>
      <p className={css["next"]}>{intact ? words.intactNext(formatCount(count)) : words.brokenNext}</p>
      <SealedBy report={report} />
      {first === undefined ? null : <Finding title={words.firstWrong} finding={firstEntry(findings) ?? first} />}
      <FactList facts={sealFacts(report)} />
      <p>{report.madeHere ? words.madeHere : words.notMadeHere}</p>
      {findings.length < 2 ? null : (
        <details className={css["more"]}>
          <summary>{words.all(formatCount(findingCount))}</summary>
          {findings.length < findingCount ? <p>{words.shown(formatCount(findings.length))}</p> : null}
          <ol>
            {findings.map((one) => (
              <li key={`${one.kind} ${one.line} ${one.number} ${one.serialNumber}`}>
                <Finding finding={one} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}

/** Nothing of a seal that does not hold: whose key its certificate names says nothing then. */
function SealedBy({ report: { intact, signer } }: { readonly report: ManifestReport }) {
  if (!intact || signer === null || signer.kind === null) return null;
  return (
    <p className={css["by"]}>
      <StateMark shape={signerShapes[signer.kind]} word={texts.lots.check.sealedBy[signer.kind]} />
    </p>
  );
}

/** What names a unit says more than what follows from it. */
const firstEntry = (findings: readonly ManifestFinding[]): ManifestFinding | undefined =>
  findings.find(({ kind }) => kind === "changed" || kind === "missing" || kind === "extra" || kind === "moved");

function sealFacts({ header, signer, root }: ManifestReport): readonly Fact[] {
  const { check: words, files } = texts.lots;
  const { frame, lot, practice } = texts;
  const facts: Fact[] = [];
  if (header !== null) {
    facts.push({ name: lot.lot, value: header.practice ? `${header.lot} · ${practice.word}` : header.lot });
    facts.push({ name: texts.lots.recipe, value: header.recipe.name });
    facts.push({ name: texts.lots.sealed, value: <Moment at={header.createdAt} /> });
  }
  if (signer !== null) {
    facts.push({
      name: words.signer,
      value: signer.subject,
    });
  }
  if (header !== null) {
    facts.push({
      name: files.sealOf,
      value: <Copyable short value={root} label={frame.copy(files.sealOf)} copiedLabel={frame.copied} />,
    });
  }
  return facts;
}

const Moment = ({ at }: { readonly at: string }) => <>{useMoment()(at)}</>;

function Finding({ finding, title }: { readonly finding: ManifestFinding; readonly title?: string }) {
  const { check: words } = texts.lots;
  const { kind, line, number, serialNumber, detail } = finding;
  const where = [
    line === null ? null : words.line(formatCount(line)),
    number === null ? null : words.entry(formatCount(number)),
  ].filter((part) => part !== null);
  return (
    <div className={title === undefined ? undefined : css["first"]}>
      {title === undefined ? null : <p className={css["soft"]}>{title}</p>}
      <p className={css["strong"]}>
        {serialNumber === null ? null : <span className={css["serial"]}>{serialNumber}</span>} {words.findings[kind]}
      </p>
      <p className={css["soft"]} title={detail}>
        {where.join(" · ")}
      </p>
    </div>
  );
}
