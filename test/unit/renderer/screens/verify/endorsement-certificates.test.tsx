import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { EndorsementCertificates } from "../../../../../renderer/screens/verify/endorsement-certificates.tsx";

const certificate = {
  nvIndex: "0x01c00002",
  grade: "malformed-but-readable",
  accepted: false,
  detail: "validity is no date",
  key: "the endorsement key that DPS clients use",
  subject: "CN=ek",
  issuer: null,
  serialNumber: "01",
  notBefore: null,
  notAfter: "2040-01-01T00:00:00.000Z",
  sha256: "ab".repeat(32),
  pem: "-----BEGIN CERTIFICATE-----",
};

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
});
