import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { toPem } from "../../../main/base/bytes/pem.ts";
import type { IndividualEnrollment } from "../../../main/dps/schema/individual-enrollment.ts";
import { compareEnrollment } from "../../../main/enrollment/compare-enrollment.ts";

const tpmEntry: IndividualEnrollment = {
  registrationId: "reg-1",
  deviceId: "GW1",
  attestation: { type: "tpm", tpm: { endorsementKey: "AToAAQALAAMAsg==" } },
  provisioningStatus: "enabled",
};
const der = new Uint8Array(randomBytes(300));
const pem = toPem("CERTIFICATE", der);
const withCertificate = (primary: object): IndividualEnrollment => ({
  registrationId: "reg-1",
  attestation: { type: "x509", x509: { clientCertificates: { primary } } },
});
const info = (sha256Thumbprint: string) => ({
  info: {
    subjectName: "CN=reg-1",
    sha1Thumbprint: "00",
    sha256Thumbprint,
    issuerName: "CN=ca",
    notBeforeUtc: "",
    notAfterUtc: "",
    serialNumber: "1",
    version: 3,
  },
});
const thumbprint = createHash("sha256").update(der).digest("hex");

describe("comparing an entry with the service's", () => {
  it("takes what the service adds, and its defaults, for the same", () => {
    const found = {
      ...tpmEntry,
      registrationId: "REG-1",
      etag: "x",
      capabilities: { iotEdge: false },
      provisioningStatus: null,
    };
    expect(compareEnrollment(tpmEntry, found)).toEqual([]);
    const { deviceId: _, ...withoutDeviceId } = tpmEntry;
    expect(compareEnrollment(withoutDeviceId, { ...withoutDeviceId, deviceId: "reg-1" })).toEqual([]);
  });

  it("sees another key, device id, status and type", () => {
    const other = { type: "tpm" as const, tpm: { endorsementKey: "AToAAQALAAMAsw==" } };
    expect(compareEnrollment(tpmEntry, { ...tpmEntry, attestation: other })).toEqual([
      "endorsement key is another one",
    ]);
    expect(compareEnrollment(tpmEntry, { ...tpmEntry, attestation: { type: "tpm" } })).toEqual([
      "endorsement key is another one",
    ]);
    expect(compareEnrollment(tpmEntry, { ...tpmEntry, deviceId: "gw1" })).toEqual(['device id is "gw1", not "GW1"']);
    expect(compareEnrollment(tpmEntry, { ...tpmEntry, provisioningStatus: "disabled" })).toEqual([
      'provisioning status is "disabled", not "enabled"',
    ]);
    expect(compareEnrollment(tpmEntry, { ...tpmEntry, attestation: { type: "symmetricKey" } })).toEqual([
      'attestation type is "symmetricKey", not "tpm"',
    ]);
  });

  it.each([
    ["PEM", { certificate: pem }],
    ["PEM with CRLF and a second certificate", { certificate: `${pem}${pem}`.replaceAll("\n", "\r\n") }],
    ["bare Base64", { certificate: Buffer.from(der).toString("base64") }],
    ["upper-case thumbprint", info(thumbprint.toUpperCase())],
    ["thumbprint with colons", info(thumbprint.replaceAll(/(..)(?=.)/g, "$1:"))],
  ])("knows the certificate again as %s", (_, primary) => {
    expect(compareEnrollment(withCertificate({ certificate: pem }), withCertificate(primary))).toEqual([]);
  });

  it.each([
    ["another certificate", { certificate: toPem("CERTIFICATE", der.slice(1)) }],
    ["another thumbprint", info("00".repeat(32))],
    ["nothing told", {}],
  ])("sees %s", (_, primary) => {
    expect(compareEnrollment(withCertificate({ certificate: pem }), withCertificate(primary))).toHaveLength(1);
  });
});
