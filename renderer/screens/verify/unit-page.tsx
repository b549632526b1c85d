import { useEffect, useRef } from "react";
import type { UnitDetail } from "../../../main/api/contract/index.ts";
import { formatFactName, formatTime } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useUnit } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FactList } from "../../ui/fact-list.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { CertificateCard } from "./certificate-card.tsx";
import { EndorsementCertificates } from "./endorsement-certificates.tsx";
import { EnrollmentActs } from "./enrollment-acts.tsx";
import { IdentityColumn } from "./identity-column.tsx";
import { RunTimeline } from "./run-timeline.tsx";
import css from "./unit-page.module.css";
import { verdictOf } from "./unit-verdict.ts";

export function UnitPage({ serialNumber }: { readonly serialNumber: string }) {
  const { unit, status, problem, open, close } = useUnit((state) => state);
  useEffect(() => {
    void open(serialNumber);
    return close;
  }, [serialNumber, open, close]);
  return (
    <div className={css["page"]}>
      <a className={css["back"]} href={hrefTo({ screen: "verify" })}>
        ‹ {texts.unit.back}
      </a>
      {unit !== null ? (
        <Unit unit={unit} />
      ) : status === "failed" && problem !== null ? (
        <EmptyState heading shape="fail" title={sentenceOf(problem)} next={problem.code}>
          <Button onClick={() => void open(serialNumber)}>{texts.frame.tryAgain}</Button>
        </EmptyState>
      ) : (
        <EmptyState heading shape="running" title={texts.unit.loading} />
      )}
    </div>
  );
}

const Unit = ({ unit }: { readonly unit: UnitDetail }) => (
  <>
    <Verdict unit={unit} />
    <div className={css["columns"]}>
      <IdentityColumn unit={unit} />
      <div className={css["column"]}>
        {unit.attestation === "tpm" && unit.certificates.length === 0 ? null : <Certificates unit={unit} />}
        <EndorsementCertificates certificates={unit.endorsementCertificates} />
        <Facts unit={unit} />
      </div>
      <RunTimeline runs={unit.runHistory} />
    </div>
    <EnrollmentActs unit={unit} />
  </>
);

function Verdict({ unit }: { readonly unit: UnitDetail }) {
  const { shape, word, why } = verdictOf(unit);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <header className={css["verdict"]} data-state={shape}>
      <span className={css["shape"]}>
        <StateShape shape={shape} progress={0.4} />
      </span>
      <div className={css["said"]}>
        <h1 ref={heading} tabIndex={-1} className={css["serial"]}>
          {unit.serialNumber} <span className={css["word"]}>{word}</span>
        </h1>
        <p>
          {[unit.model, `${texts.units.lot} ${unit.lot}`, unit.assignedHub ?? "", why]
            .filter((part) => part !== "")
            .join(" · ")}
        </p>
      </div>
      <Refresh />
    </header>
  );
}

function Refresh() {
  const { refreshing, refresh, readAt, problem } = useUnit((state) => state);
  const said = problem !== null ? sentenceOf(problem) : readAt === null ? "" : texts.unit.readAt(formatTime(readAt));
  return (
    <div className={css["refresh"]}>
      <Button size="line" aria-disabled={refreshing} onClick={() => void refresh()}>
        {refreshing ? texts.unit.refreshing : texts.unit.refresh}
      </Button>
      <p className={css["read"]} role="status">
        {said}
      </p>
    </div>
  );
}

const Certificates = ({ unit }: { readonly unit: UnitDetail }) => (
  <section className={css["section"]}>
    <h2 className={css["heading"]}>{texts.unit.certificates}</h2>
    {unit.certificates.length === 0 ? <p>{texts.unit.noCertificates}</p> : null}
    {unit.certificates.map((certificate) => (
      <CertificateCard key={certificate.sha256} certificate={certificate} />
    ))}
  </section>
);

function Facts({ unit }: { readonly unit: UnitDetail }) {
  const facts = Object.entries(unit.facts).map(([name, value]) => ({
    name: formatFactName(name),
    value: typeof value === "boolean" ? (value ? texts.unit.yes : texts.unit.no) : String(value),
  }));
  if (facts.length === 0) return null;
  return (
    <section className={css["section"]}>
      <h2 className={css["heading"]}>{texts.unit.facts}</h2>
      <FactList facts={facts} />
    </section>
  );
}
