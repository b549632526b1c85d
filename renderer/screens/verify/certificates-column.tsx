import type { UnitDetail } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { FactList } from "../../ui/fact-list.tsx";
import { CertificateCard } from "./certificate-card.tsx";
import { EndorsementCertificates } from "./endorsement-certificates.tsx";
import { factName, factValue } from "./evidence-words.ts";
import css from "./unit-page.module.css";

/** What the unit proves itself with, to read. */
export const CertificatesColumn = ({ unit }: { readonly unit: UnitDetail }) => (
  <>
    {unit.attestation === "tpm" && unit.certificates.length === 0 ? null : <Certificates unit={unit} />}
    <EndorsementCertificates certificates={unit.endorsementCertificates} />
    <Facts unit={unit} />
  </>
);

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
    name: factName(name),
    value: factValue(name, value),
  }));
  if (facts.length === 0) return null;
  return (
    <section className={css["section"]}>
      <h2 className={css["heading"]}>{texts.unit.facts}</h2>
      <FactList facts={facts} />
    </section>
  );
}
