import { X509Certificate } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { toHex } from "../../../../main/base/bytes/bytes.ts";
import { createPracticeVendor, type PracticeVendor } from "../../../../main/practice/vendor/practice-vendor.ts";
import { VirtualTpm, type VirtualTpmOptions } from "../../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { readEndorsementKey } from "../../../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { connectTpm } from "../../../../main/tpm/tpm.ts";
import { listHandles } from "../../../harness/tpm-bytes.ts";

const seed = new Uint8Array(32).fill(3);

describe("the EK certificate of a virtual TPM", () => {
  let vendor: PracticeVendor;
  beforeAll(async () => {
    vendor = await createPracticeVendor();
  });
  const read = async (options: Partial<VirtualTpmOptions>): ReturnType<typeof readEndorsementKey> =>
    readEndorsementKey(await connectTpm(new VirtualTpm({ seed, vendor, ...options })));

  it("is issued by the vendor for the very key", async () => {
    const { certificates, publicArea } = await read({});
    const [{ der, matches } = { der: new Uint8Array(), matches: false }] = certificates;
    const certificate = new X509Certificate(der);
    expect(certificate.verify(new X509Certificate(vendor.issuerDer).publicKey)).toBe(true);
    const modulus = Buffer.from(certificate.publicKey.export({ format: "jwk" }).n ?? "", "base64url");
    expect(modulus.toString("hex")).toBe(toHex(publicArea.slice(-256)));
    expect(matches).toBe(true);
  });

  it("is of another key if told so", async () => {
    const [certificate] = (await read({ endorsementCertificate: "wrong-key" })).certificates;
    expect(certificate?.matches).toBe(false);
  });

  it("does not match a key made from the other template", async () => {
    const [certificate] = (await read({ persistentEndorsementKey: "empty-unique" })).certificates;
    expect(certificate?.matches).toBe(false);
  });

  it("leads to the right template where no key is persistent", async () => {
    const reading = await read({ persistentEndorsementKey: false });
    expect(reading).toMatchObject({ source: "created", template: "tcg-l1" });
    expect(toHex(reading.publicArea)).toBe(toHex((await read({})).publicArea));
  });

  it("is not there if told so", async () => {
    const tpm = new VirtualTpm({ seed, endorsementCertificate: "none" });
    expect(await listHandles(tpm, 0x01000000)).toEqual([]);
  });

  it("may be followed by padding", async () => {
    const [plain] = (await read({})).certificates;
    const [padded] = (await read({ certificatePadding: 100 })).certificates;
    expect(padded?.matches).toBe(true);
    expect(toHex(padded?.der ?? new Uint8Array())).toBe(toHex(plain?.der ?? new Uint8Array()));
  });
});
