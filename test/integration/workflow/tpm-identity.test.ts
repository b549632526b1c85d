import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPem } from "../../../main/base/bytes/pem.ts";
import { createPracticeVendor, type PracticeVendor } from "../../../main/practice/vendor/practice-vendor.ts";
import { VirtualDevice } from "../../../main/practice/virtual-device/virtual-device.ts";
import { VirtualTpm } from "../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { runOnce, talkTo, type TestPlant, testPlant } from "../../harness/test-plant.ts";

let vendor: PracticeVendor;
let trusting: TestPlant;
let trustingNobody: TestPlant;
let count = 0;
// One seed for all: making an RSA key takes the better part of a test.
const seed = new Uint8Array(32).fill(7);

beforeAll(async () => {
  vendor = await createPracticeVendor();
  const roots = [...fromPem("CERTIFICATE", vendor.rootPem), vendor.issuerDer];
  trusting = await testPlant({ plant: { trustedIssuers: () => Promise.resolve(roots) } });
  trustingNobody = await testPlant();
});

afterAll(async () => {
  await trusting.close();
  await trustingNobody.close();
});

type Certificate = "required" | "optional" | "off";

const unit = (endorsementCertificate: "valid" | "none" | "wrong-key"): VirtualDevice => {
  count += 1;
  return new VirtualDevice({
    serialNumber: `GW${count}`,
    model: "GW-200",
    tpm: new VirtualTpm({ seed, vendor, endorsementCertificate }),
  });
};

async function judge(certificate: Certificate, holds: "valid" | "none" | "wrong-key", home: TestPlant) {
  const recipe = await home.recipe({ attestation: "tpm", certificate });
  const stop = new AbortController();
  // Before it is recorded: the next unit has the same endorsement key.
  return runOnce(home, recipe, () => Promise.resolve(talkTo(unit(holds))), {
    signal: stop.signal,
    onEvent: (event) => {
      if (event.type === "step-started" && event.id === "write-registration") stop.abort();
    },
  });
}

describe("a TPM recipe", () => {
  it.each([
    ["required", "valid", "trusted", undefined],
    ["required", "valid", "not trusted", "unit.endorsement-certificate-untrusted"],
    ["required", "none", "trusted", "unit.endorsement-certificate-missing"],
    ["required", "wrong-key", "trusted", "unit.endorsement-certificate-mismatch"],
    ["optional", "valid", "not trusted", undefined],
    ["optional", "none", "trusted", undefined],
    ["optional", "wrong-key", "trusted", undefined],
    ["off", "wrong-key", "not trusted", undefined],
  ] as const)("with certificate %s judges one that is %s, its maker %s: %s", async (asked, holds, maker, code) => {
    const { state, findings } = await judge(asked, holds, maker === "trusted" ? trusting : trustingNobody);
    expect(state.error?.code).toBe(code ?? "station.cancelled");
    if (code === undefined && asked !== "off") expect(findings.facts?.["endorsementCertificate"]).toBeDefined();
    else expect(findings.facts?.["endorsementCertificate"]).toBeUndefined();
  });

  it("refuses a second unit with the same chip, naming the first", async () => {
    const recipe = await trusting.recipe({ attestation: "tpm", certificate: "required" });
    const first = unit("valid");
    const passed = await runOnce(trusting, recipe, () => Promise.resolve(talkTo(first)));
    expect(passed.state).toMatchObject({ outcome: "pass", error: null });
    const { state } = await runOnce(trusting, recipe, () => Promise.resolve(talkTo(unit("valid"))));
    expect(state.error?.code).toBe("unit.known-endorsement-key");
    expect(state.error?.detail).toContain(first.serialNumber);
  });
});
