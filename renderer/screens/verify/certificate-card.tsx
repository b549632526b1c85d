import { useState } from "react";
import type { CertificateView } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { Copyable } from "../../ui/copyable.tsx";
import { FactList } from "../../ui/fact-list.tsx";
import css from "./certificate-card.module.css";
import { Chain } from "./chain.tsx";
import { Pem } from "./pem.tsx";
import { ValidityBar } from "./validity-bar.tsx";

/** A certificate to read, with the way up its chain; the raw text behind a press. */
export function CertificateCard({ certificate }: { readonly certificate: CertificateView }) {
  const chain = [certificate, ...(certificate.chain ?? [])];
  const [shown, setShown] = useState(0);
  const { subject, issuer, serialNumber, sha256, notBefore, notAfter, pem } = chain[shown] ?? certificate;
  const { unit, frame, verify } = texts;
  const copyable = (value: string, what: string) => (
    <Copyable value={value} label={frame.copy(what)} copiedLabel={frame.copied} short />
  );
  const named = (name: string) => (name === "" ? verify.certificate.empty : name);
  return (
    <article className={css["certificate"]} aria-label={named(certificate.subject)}>
      <Chain names={chain.map((one) => named(one.subject))} shown={shown} onShow={setShown} />
      <FactList
        facts={[
          { name: unit.subject, value: <strong>{named(subject)}</strong> },
          { name: unit.issuer, value: named(issuer) },
        ]}
      />
      <ValidityBar notBefore={notBefore} notAfter={notAfter} />
      <FactList
        facts={[
          { name: unit.certificateSerial, value: copyable(serialNumber, unit.certificateSerial) },
          { name: unit.fingerprint, value: copyable(sha256, unit.fingerprint) },
        ]}
      />
      <Pem key={sha256} pem={pem} />
    </article>
  );
}
