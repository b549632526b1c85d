import { useState } from "react";
import type { CertificateView } from "../../../main/api/contract/index.ts";
import { formatDay } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { FactList } from "../../ui/fact-list.tsx";
import css from "./certificate-card.module.css";

/** A certificate to read; the raw text behind a press. */
export function CertificateCard({ certificate }: { readonly certificate: CertificateView }) {
  const [raw, setRaw] = useState(false);
  const { unit, frame } = texts;
  const from = formatDay(Date.parse(certificate.notBefore));
  const to = formatDay(Date.parse(certificate.notAfter));
  const copyable = (value: string, what: string) => (
    <Copyable value={value} label={frame.copy(what)} copiedLabel={frame.copied} short />
  );
  return (
    <article className={css["certificate"]} aria-label={certificate.subject}>
      <FactList
        facts={[
          { name: unit.subject, value: <strong>{certificate.subject}</strong> },
          { name: unit.issuer, value: certificate.issuer },
          { name: unit.validity, value: unit.validityRange(from, to) },
          { name: unit.certificateSerial, value: copyable(certificate.serialNumber, unit.certificateSerial) },
          { name: unit.fingerprint, value: copyable(certificate.sha256, unit.fingerprint) },
        ]}
      />
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
