import { useState } from "react";
import type { EndorsementCertificateView } from "../../../main/api/contract/index.ts";
import { formatDay } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { FactList } from "../../ui/fact-list.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import css from "./certificate-card.module.css";
import page from "./unit-page.module.css";

/** The certificates the maker left in the TPM, each with its verdict. */
export const EndorsementCertificates = ({
  certificates,
}: {
  readonly certificates: readonly EndorsementCertificateView[];
}) =>
  certificates.length === 0 ? null : (
    <section className={page["section"]}>
      <h2 className={page["heading"]}>{texts.unit.endorsement.title}</h2>
      {certificates.map((certificate) => (
        <EndorsementCertificate key={certificate.nvIndex} certificate={certificate} />
      ))}
    </section>
  );

function EndorsementCertificate({ certificate }: { readonly certificate: EndorsementCertificateView }) {
  const [raw, setRaw] = useState(false);
  const { unit } = texts;
  return (
    <article className={css["certificate"]} aria-label={`${unit.endorsement.title} ${certificate.nvIndex}`}>
      <FactList facts={factsOf(certificate)} />
      <Button aria-expanded={raw} onClick={() => setRaw(!raw)}>
        {raw ? unit.hidePem : unit.showPem}
      </Button>
      {raw ? (
        <pre className={css["pem"]} tabIndex={0}>
          {certificate.pem}
        </pre>
      ) : null}
    </article>
  );
}

function factsOf({
  nvIndex,
  grade,
  accepted,
  detail,
  key,
  subject,
  issuer,
  notBefore,
  notAfter,
  sha256,
}: EndorsementCertificateView) {
  const { unit, frame } = texts;
  const { endorsement } = unit;
  const day = (text: string | null) => (text === null ? endorsement.unreadable : formatDay(Date.parse(text)));
  // An endorsement certificate names its TPM elsewhere: an empty subject is as the specification has it.
  const named = (text: string | null) => (text === "" ? texts.units.none : (text ?? endorsement.unreadable));
  const word = endorsement.grades[grade] ?? grade;
  return [
    { name: endorsement.grade, value: <StateMark shape={accepted ? "pass" : "attention"} word={word} /> },
    { name: endorsement.place, value: nvIndex },
    { name: endorsement.key, value: key },
    { name: endorsement.detail, value: detail },
    { name: unit.subject, value: named(subject) },
    { name: unit.issuer, value: named(issuer) },
    { name: unit.validity, value: unit.validityRange(day(notBefore), day(notAfter)) },
    {
      name: unit.fingerprint,
      value: <Copyable value={sha256} label={frame.copy(unit.fingerprint)} copiedLabel={frame.copied} short />,
    },
  ];
}
