import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, describe, expect, it } from "vitest";
import { endorsementReason, endorsementReasonCodes } from "../../../../../main/pki/validate/endorsement-reason.ts";
import {
  certificateKeyCodes,
  certificateMismatchCodes,
  remarkOnKey,
  remarkOnMismatch,
} from "../../../../../main/workflow/endorsement/certificate-remarks.ts";
import { languages } from "../../../../../renderer/locales/languages.ts";
import { catalogues, speak } from "../../../../../renderer/locales/texts.ts";
import { EndorsementCertificates } from "../../../../../renderer/screens/verify/endorsement-certificates.tsx";

const certificate = {
  nvIndex: "0x01c00002",
  grade: "malformed-but-readable",
  accepted: false,
  detail: "validity is no date",
  reasons: null,
  key: "the endorsement key that DPS clients use",
  keySaid: null,
  subject: "CN=ek",
  issuer: null,
  serialNumber: "01",
  notBefore: null,
  notAfter: "2040-01-01T00:00:00.000Z",
  sha256: "ab".repeat(32),
  pem: "-----BEGIN CERTIFICATE-----",
};

afterEach(() => speak("en"));

describe("endorsement certificates on the page of a unit", () => {
  it("say grade, place and key, and what cannot be read", () => {
    const shown = renderToStaticMarkup(<EndorsementCertificates certificates={[certificate]} />);
    for (const text of [
      "Malformed but readable",
      "0x01c00002",
      "validity is no date",
      "CN=ek",
      "cannot be read",
      "2040-01-01",
    ])
      expect(shown).toContain(text);
    expect(shown).not.toContain("BEGIN CERTIFICATE");
  });

  it("are left out where there are none", () => {
    expect(renderToStaticMarkup(<EndorsementCertificates certificates={[]} />)).toBe("");
  });

  it("say in the reader's language whose key it is, and why the verdict", () => {
    speak("de");
    const of = {
      ...certificate,
      keySaid: remarkOnKey({ of: "persistent-key", handle: 0x81010002 }),
      reasons: [
        remarkOnMismatch({ with: "derived-key", template: "L-1" }),
        endorsementReason("malformed", "negative serial number", "something new"),
        endorsementReason("validity", "2020-01-01T00:00:00.000Z", "2021-01-01T00:00:00.000Z"),
      ],
    };
    const shown = renderToStaticMarkup(<EndorsementCertificates certificates={[of]} />);
    expect(shown).toContain("der Schlüssel unter 0x81010002");
    expect(shown).toContain("und dem der Vorlage L-1; fehlerhaft: negative Seriennummer, something new; gültig von ");
    const newer = { ...of, reasons: [{ says: "of-a-newer-station", facts: [] }] };
    expect(renderToStaticMarkup(<EndorsementCertificates certificates={[newer]} />)).toContain("validity is no date");
  });

  it.each(languages)("have words for every code of the station and no other: %s", (language) => {
    const { keys, reasons } = catalogues[language].texts.unit.endorsement;
    expect(Object.keys(keys).sort()).toEqual([...certificateKeyCodes].sort());
    expect(Object.keys(reasons).sort()).toEqual([...endorsementReasonCodes, ...certificateMismatchCodes].sort());
  });
});
