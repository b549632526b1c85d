import { beforeAll, describe, expect, it } from "vitest";
import { createPracticeVendor, type PracticeVendor } from "../../../main/practice/vendor/practice-vendor.ts";
import { VirtualTpm } from "../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { describeInspectedTpm } from "../../../main/station/operations/describe-inspected-tpm.ts";
import { inspectTpm } from "../../../main/tpm/inspect/inspect-tpm.ts";
import { connectTpm } from "../../../main/tpm/tpm.ts";

const seed = new Uint8Array(32).fill(7);
const context = {
  device: { practice: true, locked: false, capabilities: [] },
  roots: [],
  at: new Date(Date.now() + 60_000),
};
let vendor: PracticeVendor;
beforeAll(async () => {
  vendor = await createPracticeVendor();
});

async function inspect(endorsementCertificate: "valid" | "none" | "wrong-key") {
  return inspectTpm(await connectTpm(new VirtualTpm({ seed, vendor, endorsementCertificate })));
}

describe("describeInspectedTpm", () => {
  it("verifies a certificate whose issuers are trusted", async () => {
    const roots = [vendor.issuerDer];
    const report = describeInspectedTpm(await inspect("valid"), { ...context, roots });
    expect(report.endorsementKey).toMatchObject({ certificate: "verified", fault: null });
    expect(report.certificates[0]).toMatchObject({ nvIndex: "0x01c00002", grade: "verified" });
    expect(report.certificates[0]?.issuer).toContain("CN=");
  });

  it("says that there is no certificate", async () => {
    const report = describeInspectedTpm(await inspect("none"), context);
    expect(report.endorsementKey.certificate).toBe("no-certificate");
    expect(report.certificates).toEqual([]);
  });

  it("says that a certificate is for another key", async () => {
    const report = describeInspectedTpm(await inspect("wrong-key"), context);
    expect(report.endorsementKey.certificate).toBe("does-not-match");
    expect(report.certificates[0]).toMatchObject({ grade: "does-not-match", key: "no key of this TPM" });
  });

  it("tells a certificate that is only malformed from one that cannot be read at all", async () => {
    const inspection = await inspect("valid");
    const [stored] = inspection.certificates;
    if (stored === undefined) throw new Error("the virtual TPM has no certificate");
    // The digits of its dates: DER that a strict reader refuses, with the key untouched.
    const der = Uint8Array.from(stored.der);
    const year = Buffer.from(der).indexOf(Buffer.from([0x17, 0x0d]));
    der.fill(0x58, year + 2, year + 8);
    const malformed = describeInspectedTpm({ ...inspection, certificates: [{ ...stored, der }] }, context);
    expect(malformed.endorsementKey.certificate).toBe("malformed-but-readable");
    const unreadable = {
      ...stored,
      der: Uint8Array.of(1, 2, 3),
      key: { of: "no-key", compared: { with: "persistent-keys" } },
    } as const;
    const report = describeInspectedTpm({ ...inspection, certificates: [unreadable] }, context);
    expect(report.certificates[0]).toMatchObject({ grade: "malformed", subject: null });
  });
});
