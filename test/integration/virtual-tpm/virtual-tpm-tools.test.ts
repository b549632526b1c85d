import { createHmac, randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createPracticeVendor, type PracticeVendor } from "../../../main/practice/vendor/practice-vendor.ts";
import { VirtualTpm } from "../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { missingTools, openTpm2Tools, type Tpm2Tools } from "./tpm2-tools.ts";

/** The virtual TPM judged by software nobody here wrote: tpm2-tools checks every session HMAC and name, openssl the rest. */
describe.skipIf(missingTools.length > 0)("tpm2-tools on the virtual TPM", () => {
  let vendor: PracticeVendor;
  let tools: Tpm2Tools;
  beforeAll(async () => {
    vendor = await createPracticeVendor();
    tools = await openTpm2Tools(new VirtualTpm({ seed: randomBytes(32), vendor }));
  });
  afterEach(async () => {
    await tools.tpm2("flushcontext", "-t");
    await tools.tpm2("flushcontext", "-l");
    await tools.tpm2("flushcontext", "-s");
  });
  afterAll(() => tools?.stop());

  const storageAttributes = "restricted|decrypt|fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda";
  const storageKey = async (file: string): Promise<void> => {
    await tools.tpm2("createprimary", "-C", "o", "-G", "rsa2048:aes128cfb", "-a", storageAttributes, "-c", file);
    await tools.tpm2("flushcontext", "-t");
  };

  it("get random bytes", async () => {
    expect(await tools.tpm2("getrandom", "--hex", "16")).toMatch(/^[0-9a-f]{32}$/);
  });

  it("create the EK from template L-1 and find the persistent one", async () => {
    await tools.tpm2("readpublic", "-c", "0x81010001", "-f", "pem", "-o", "persistent.pem");
    await tools.tpm2("createek", "-G", "rsa", "-c", "ek.ctx", "-f", "pem", "-u", "created.pem");
    expect(await tools.read("created.pem")).toEqual(await tools.read("persistent.pem"));
  });

  it("read the EK certificate, of that key, verified by openssl up to the vendor's root", async () => {
    await tools.tpm2("readpublic", "-c", "0x81010001", "-f", "pem", "-o", "ek.pem");
    await tools.tpm2("nvread", "0x1c00002", "-o", "ek-certificate.der");
    await tools.openssl("x509", "-inform", "der", "-in", "ek-certificate.der", "-out", "ek-certificate.pem");
    const key = await tools.openssl("x509", "-in", "ek-certificate.pem", "-noout", "-pubkey");
    expect(key).toBe((await tools.read("ek.pem")).toString());
    await tools.write("root.pem", Buffer.from(vendor.rootPem));
    await tools.write("issuer.der", vendor.issuerDer);
    await tools.openssl("x509", "-inform", "der", "-in", "issuer.der", "-out", "issuer.pem");
    const chain = ["-CAfile", "root.pem", "-untrusted", "issuer.pem", "ek-certificate.pem"];
    expect(await tools.openssl("verify", "-x509_strict", ...chain)).toContain(": OK");
    const text = await tools.openssl("x509", "-in", "ek-certificate.pem", "-noout", "-text");
    expect(text).toMatch(
      /Subject Alternative Name: critical\s+DirName:.*2\.23\.133\.2\.1.*2\.23\.133\.2\.2.*2\.23\.133\.2\.3/,
    );
    expect(text).toMatch(/Extended Key Usage:\s+2\.23\.133\.8\.1/);
    expect(text).toContain("Key Encipherment");
  });

  it("make a credential for it and have it activated under the EK's policy", async () => {
    await storageKey("storage.ctx");
    await tools.tpm2("readpublic", "-c", "0x81010001", "-f", "pem", "-o", "ek.pem");
    await tools.tpm2("readpublic", "-c", "storage.ctx", "-n", "storage.name");
    await tools.tpm2("flushcontext", "-t");
    const secret = randomBytes(32);
    await tools.write("secret", secret);
    const name = (await tools.read("storage.name")).toString("hex");
    const making = ["-T", "none", "-G", "rsa", "-u", "ek.pem", "-s", "secret", "-n", name, "-o", "credential"];
    await tools.tpm2("makecredential", ...making);
    await tools.tpm2("startauthsession", "--policy-session", "-S", "session.ctx");
    const policy = await tools.tpm2("policysecret", "-S", "session.ctx", "-c", "e");
    expect(policy.trim()).toBe("837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa");
    const activating = ["-c", "storage.ctx", "-C", "0x81010001", "-i", "credential", "-o", "activated"];
    await tools.tpm2("activatecredential", ...activating, "-P", "session:session.ctx");
    expect(await tools.read("activated")).toEqual(secret);
    await expect(tools.tpm2("activatecredential", ...activating, "-P", "session:session.ctx")).rejects.toThrow(
      "a policy check failed",
    );
  });

  it("import a key of their own wrapping, load it, and compute what openssl computes", async () => {
    await storageKey("storage.ctx");
    const key = randomBytes(32);
    await tools.write("key", key);
    await tools.write("message", Buffer.from("dps.example\n1700000000"));
    await tools.tpm2("import", "-C", "storage.ctx", "-G", "hmac", "-i", "key", "-u", "key.pub", "-r", "key.priv");
    await tools.tpm2("flushcontext", "-t");
    await tools.tpm2("load", "-C", "storage.ctx", "-u", "key.pub", "-r", "key.priv", "-c", "key.ctx");
    await tools.tpm2("flushcontext", "-t");
    const mac = await tools.tpm2("hmac", "-c", "key.ctx", "--hex", "message");
    expect(mac.trim()).toBe(createHmac("sha256", key).update("dps.example\n1700000000").digest("hex"));
  });

  it("keep a key at a persistent handle and forget it", async () => {
    await tools.tpm2("createprimary", "-C", "o", "-G", "ecc", "-c", "ecc.ctx");
    await tools.tpm2("evictcontrol", "-C", "o", "-c", "ecc.ctx", "0x81000001");
    expect(await tools.tpm2("getcap", "handles-persistent")).toMatch(/0x81000001\n- 0x81010001/);
    await tools.tpm2("evictcontrol", "-C", "o", "-c", "0x81000001");
    expect(await tools.tpm2("getcap", "handles-persistent")).not.toContain("0x81000001");
  });

  const signingAttributes = "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|sign";
  it.each([
    ["ecc256", "ecdsa"],
    ["rsa2048", "rsassa"],
  ])("create a %s key under a storage key, load it, and sign by %s what openssl verifies", async (kind, scheme) => {
    await storageKey("parent.ctx");
    await tools.tpm2(
      "create",
      "-C",
      "parent.ctx",
      "-G",
      kind,
      "-a",
      signingAttributes,
      "-u",
      "key.pub",
      "-r",
      "key.priv",
    );
    await tools.tpm2("flushcontext", "-t");
    await tools.tpm2("load", "-C", "parent.ctx", "-u", "key.pub", "-r", "key.priv", "-c", "key.ctx");
    await tools.tpm2("flushcontext", "-t");
    await tools.tpm2("readpublic", "-c", "key.ctx", "-f", "pem", "-o", "key.pem");
    await tools.write("message", randomBytes(100));
    await tools.openssl("dgst", "-sha256", "-binary", "-out", "digest", "message");
    const making = ["-c", "key.ctx", "-g", "sha256", "-s", scheme, "-f", "plain", "-o", "signature"];
    await tools.tpm2("sign", ...making, "-d", "digest");
    const verified = ["-verify", "key.pem", "-signature", "signature", "message"];
    expect(await tools.openssl("dgst", "-sha256", ...verified)).toContain("Verified OK");
  });

  it("use a key with a password, and not with another", async () => {
    const making = ["-C", "o", "-G", "rsa2048:aes128cfb", "-a", storageAttributes, "-p", "right", "-c", "locked.ctx"];
    await tools.tpm2("createprimary", ...making);
    await tools.tpm2("flushcontext", "-t");
    await tools.write("key", randomBytes(32));
    const importing = ["-C", "locked.ctx", "-G", "hmac", "-i", "key", "-u", "key.pub", "-r", "key.priv"];
    await tools.tpm2("import", ...importing, "-P", "right");
    await tools.tpm2("flushcontext", "-t");
    await expect(tools.tpm2("import", ...importing, "-P", "wrong")).rejects.toThrow("0x9A2");
  });

  it("are told whose TPM it is", async () => {
    const properties = await tools.tpm2("getcap", "properties-fixed");
    expect(properties).toMatch(/TPM2_PT_MANUFACTURER:\s+raw: 0x544D524B\s+value: "TMRK"/);
    expect(properties).toMatch(/value: "Prac"[\s\S]*value: "tice"[\s\S]*value: "TPM"/);
    expect(await tools.tpm2("getcap", "commands")).toContain("TPM2_CC_ActivateCredential");
    expect(await tools.tpm2("getcap", "algorithms")).toContain("sha256");
    expect(await tools.tpm2("getcap", "ecc-curves")).toContain("TPM2_ECC_NIST_P256");
    expect(await tools.tpm2("selftest", "-f")).toBe("");
  });
});
