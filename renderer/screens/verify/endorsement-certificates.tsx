import type { EndorsementCertificateView } from "../../../main/api/contract/index.ts";
import { formatDay } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { Copyable } from "../../ui/copyable.tsx";
import { type Fact, FactList } from "../../ui/fact-list.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { lastDay } from "../parts/last-day.ts";
import { keyOf, reasonOf } from "./endorsement-words.ts";
import css from "./certificate-card.module.css";
import { Pem } from "./pem.tsx";
import page from "./unit-page.module.css";
import { ValidityBar } from "./validity-bar.tsx";

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
  const { notBefore, notAfter, nvIndex, sha256, pem } = certificate;
  return (
    <article className={css["certificate"]} aria-label={`${texts.unit.endorsement.title} ${nvIndex}`}>
      <FactList facts={namedFacts(certificate)} />
      {notBefore === null || notAfter === null ? null : <ValidityBar notBefore={notBefore} notAfter={notAfter} />}
      <FactList
        facts={[
          ...validityFacts(certificate),
          {
            name: texts.unit.fingerprint,
            value: (
              <Copyable
                value={sha256}
                label={texts.frame.copy(texts.unit.fingerprint)}
                copiedLabel={texts.frame.copied}
                short
              />
            ),
          },
        ]}
      />
      <Pem pem={pem} />
    </article>
  );
}

/** In words where one end of it cannot be read. */
function validityFacts({ notBefore, notAfter }: EndorsementCertificateView): Fact[] {
  if (notBefore !== null && notAfter !== null) return [];
  const { endorsement, validity, validityRange } = texts.unit;
  const said = (text: string | null, day: (ms: number) => string) =>
    text === null ? endorsement.unreadable : day(Date.parse(text));
  return [{ name: validity, value: validityRange(said(notBefore, formatDay), said(notAfter, lastDay)) }];
}

function namedFacts(certificate: EndorsementCertificateView): Fact[] {
  const { nvIndex, grade, accepted, subject, issuer } = certificate;
  const { unit } = texts;
  const { endorsement } = unit;
  // An endorsement certificate names its TPM elsewhere: an empty subject is as the specification has it.
  const named = (text: string | null) =>
    text === "" ? texts.verify.certificate.empty : (text ?? endorsement.unreadable);
  const word = endorsement.grades[grade] ?? grade;
  return [
    { name: endorsement.grade, value: <StateMark shape={accepted ? "pass" : "attention"} word={word} /> },
    { name: endorsement.place, value: nvIndex },
    { name: endorsement.key, value: keyOf(certificate) },
    { name: endorsement.detail, value: reasonOf(certificate) },
    { name: unit.subject, value: named(subject) },
    { name: unit.issuer, value: named(issuer) },
  ];
}
