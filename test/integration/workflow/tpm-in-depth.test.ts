import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concatBytes, toHex } from "../../../main/base/bytes/bytes.ts";
import { fromPem } from "../../../main/base/bytes/pem.ts";
import { createPracticeVendor, type PracticeVendor } from "../../../main/practice/vendor/practice-vendor.ts";
import { VirtualDevice } from "../../../main/practice/virtual-device/virtual-device.ts";
import { VirtualTpm, type VirtualTpmOptions } from "../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { runOnce, talkTo, type TestPlant, testPlant } from "../../harness/test-plant.ts";
import { endorsementExtensions, testCertificate } from "../../harness/test-certificates.ts";

let vendor: PracticeVendor;
let home: TestPlant;
let count = 0;
const asked: (readonly string[] | undefined)[] = [];
const secrets = new Map([
  ["tpm-owner", "of the owner"],
  ["tpm-maker", "of the maker"],
]);

beforeAll(async () => {
  vendor = await createPracticeVendor();
  const roots = fromPem("CERTIFICATE", vendor.rootPem);
  home = await testPlant({
    plant: {
      trustedIssuers: (fingerprints) => {
        asked.push(fingerprints);
        return Promise.resolve(fingerprints === undefined ? [] : roots);
      },
      secret: (name) => Promise.resolve(secrets.get(name) ?? ""),
    },
  });
});
afterAll(() => home.close());

const trust = ["AB:CD:EF:01:23:45:67:89:AB"];

async function run(options: Partial<VirtualTpmOptions>, attestation: object) {
  count += 1;
  const serialNumber = `GW${count}`;
  // A seed each: an endorsement key belongs to one unit.
  const tpm = new VirtualTpm({ seed: new Uint8Array(32).fill(100 + count), vendor, ...options });
  const device = new VirtualDevice({ serialNumber, model: "GW-200", tpm });
  const recipe = await home.recipe({ attestation: "tpm" }, { attestation: { type: "tpm", ...attestation } });
  const result = await runOnce(home, recipe, () => Promise.resolve(talkTo(device)));
  return { ...result, detail: await home.records.units.detail(serialNumber) };
}

describe("the certificate of a TPM", () => {
  it("is verified by intermediates from the TPM and the roots that the recipe chose, and kept with the unit", async () => {
    const foreign = await testCertificate({ name: "another chip's", extensions: endorsementExtensions() });
    const nvContents = new Map([
      [0x01c00014, concatBytes(foreign.der, new Uint8Array(50).fill(0xff))],
      [0x01c00100, vendor.issuerDer],
    ]);
    const { state, detail, findings } = await run(
      { nvContents, certificatePadding: 30 },
      { endorsementKey: { trust } },
    );
    expect(state).toMatchObject({ outcome: "pass", error: null });
    expect(asked).toEqual([["abcdef0123456789ab"]]);
    expect(findings.facts).toMatchObject({ endorsementCertificate: "verified", lockoutLimit: 32 });
    expect(detail?.endorsementCertificates).toMatchObject([
      { nvIndex: "0x01c00002", grade: "verified", accepted: true, key: "the endorsement key that DPS clients use" },
      { nvIndex: "0x01c00014", grade: "does-not-match", accepted: false, key: "no key of this TPM" },
    ]);
    expect(detail?.endorsementCertificates[1]).toMatchObject({
      keySaid: { says: "no-key", facts: [] },
      reasons: [{ says: "other-than-derived", facts: [expect.any(String)] }, { says: expect.any(String) }],
    });
    expect(toHex(detail?.endorsementCertificates[1]?.der ?? new Uint8Array())).toBe(toHex(foreign.der));
    expect(detail?.facts).toMatchObject({
      manufacturer: "TMRK",
      fipsMode: false,
      ownerAuthSet: false,
      inLockout: false,
    });
  });

  it("does not count where its intermediate is missing", async () => {
    const { state, detail } = await run({}, { endorsementKey: { trust } });
    expect(state.error).toMatchObject({ code: "unit.endorsement-certificate-untrusted" });
    expect(detail?.endorsementCertificates).toEqual([]);
  });
});

describe("a TPM that somebody owns", () => {
  const owned = { ownerPassword: "of the owner", endorsementPassword: "of the maker" };
  const endorsementKey = { certificate: "optional" };

  it("passes with the secrets the recipe names", async () => {
    const tpm = { ownerAuthSecret: "tpm-owner", endorsementAuthSecret: "tpm-maker" };
    const { state, detail } = await run(
      { ...owned, persistentEndorsementKey: false },
      { endorsementKey: { ...endorsementKey, persist: true }, persistStorageRootKey: true, tpm },
    );
    expect(state).toMatchObject({ outcome: "pass", error: null });
    expect(detail?.facts).toMatchObject({ ownerAuthSet: true, endorsementAuthSet: true });
    expect(JSON.stringify(detail)).not.toContain("of the owner");
  });

  it.each([
    ["tpm.authorization-needed", {}],
    ["tpm.wrong-password", { tpm: { endorsementAuthSecret: "tpm-owner" } }],
  ])("fails with %s otherwise", async (code, more) => {
    const { state } = await run(owned, { endorsementKey, ...more });
    expect(state.error).toMatchObject({ code });
  });
});
