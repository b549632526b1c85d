import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startSwtpm, swtpmAvailable } from "../../harness/swtpm.ts";
import { type Background, startInBackground, touchmark } from "../../harness/touchmark.ts";

/** swtpm behind a practice device, inspected from the command line; every value is compared with what tpm2-tools read. */
describe.skipIf(!swtpmAvailable())("touchmark tpm inspect", () => {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-inspect-"));
  const file = (name: string): string => join(folder, name);
  let swtpm: Awaited<ReturnType<typeof startSwtpm>>;

  const whileServed = async <Value>(task: (port: string) => Promise<Value>): Promise<Value> => {
    const options = ["--kind", "smp", "--attestation", "tpm", "--serial", "GW200000017"];
    const where = ["--tpm", `tcp:127.0.0.1:${swtpm.port}`, "--listen", "tcp:127.0.0.1:0"];
    const device: Background = await startInBackground(["practice", "device", ...options, ...where], "stderr");
    try {
      return await task(device.ready["address"] ?? "");
    } finally {
      await device.stop();
    }
  };
  const inspect = () => whileServed((port) => touchmark("tpm", "inspect", "--port", port, "--data", file("data")));
  const reportOf = async () => {
    const { code, documents, stderr } = await inspect();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return z
      .object({ keys: z.array(z.object({ handle: z.string() })) })
      .loose()
      .parse(documents[0]);
  };

  beforeAll(async () => {
    swtpm = await startSwtpm();
    await swtpm.tpm2(["readpublic", "-c", "0x81010001", "-o", file("ek.pub")]);
  });
  afterAll(async () => {
    await swtpm?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("reads keys, facts and certificates, and trusts nobody by default", async () => {
    const report = await reportOf();
    expect(report).toMatchObject({
      type: "tpm",
      device: { model: "GW-200", serialNumber: "GW200000017", practice: true },
      facts: { manufacturer: "IBM" },
      endorsementKey: {
        key: readFileSync(file("ek.pub")).toString("base64"),
        source: "persistent",
        fault: null,
        certificate: "issuer-unknown",
      },
      certificates: [
        { nvIndex: "0x01c00002", grade: "issuer-unknown", key: "the endorsement key that DPS clients use" },
        { nvIndex: "0x01c00016", grade: "issuer-unknown", key: "the key at 0x81010016" },
      ],
    });
    const handles = (await swtpm.tpm2(["getcap", "handles-persistent"])).match(/0x8[0-9a-f]{7}/gi) ?? [];
    expect(report.keys.map(({ handle }) => handle)).toEqual(handles.map((handle) => handle.toLowerCase()));
  });

  it("uses intermediates the maker left in the TPM, without trusting them", async () => {
    writeFileSync(file("root.pem"), swtpm.rootPem);
    const [trusted] = (await touchmark("trust", "add", file("root.pem"), "--data", file("data"))).documents;
    expect((await reportOf())["endorsementKey"]).toMatchObject({ certificate: "issuer-unknown" });
    const issuer = new X509Certificate(swtpm.issuerPem).raw;
    writeFileSync(file("issuer.der"), issuer);
    const attributes = "ownerread|authread|ownerwrite|no_da";
    await swtpm.tpm2(["nvdefine", "0x1c00100", "-C", "o", "-s", String(issuer.length + 20), "-a", attributes]);
    await swtpm.tpm2(["nvwrite", "0x1c00100", "-C", "o", "-i", file("issuer.der")]);
    expect(await reportOf()).toMatchObject({ endorsementKey: { certificate: "verified" }, chainCertificates: 1 });
    await touchmark("trust", "remove", String(trusted?.["fingerprint"]), "--data", file("data"));
    expect((await reportOf())["endorsementKey"]).toMatchObject({ certificate: "issuer-unknown" });
  });

  it("verifies both certificates once their issuers are trusted", async () => {
    writeFileSync(file("roots.pem"), `${swtpm.rootPem}\n${swtpm.issuerPem}`);
    expect((await touchmark("trust", "add", file("roots.pem"), "--data", file("data"))).code).toBe(0);
    const report = await reportOf();
    expect(report["endorsementKey"]).toMatchObject({ certificate: "verified" });
    expect(report["certificates"]).toMatchObject([{ grade: "verified" }, { grade: "verified" }]);
  });

  it("derives the ECC key by its template where it is not kept, and leaves nothing behind", async () => {
    await swtpm.tpm2(["evictcontrol", "-C", "o", "-c", "0x81010016"]);
    const before = await swtpm.tpm2(["getcap", "handles-persistent"]);
    expect((await reportOf())["certificates"]).toMatchObject([
      { grade: "verified" },
      { nvIndex: "0x01c00016", grade: "verified", key: "the key of template H-3, derived" },
    ]);
    expect(await swtpm.tpm2(["getcap", "handles-persistent"])).toBe(before);
    expect((await swtpm.tpm2(["getcap", "handles-transient"])).trim()).toBe("");
  });

  it("says that the certificates match nothing after the chip got another seed", async () => {
    await swtpm.tpm2(["changeeps"]);
    const report = await reportOf();
    expect(report["endorsementKey"]).toMatchObject({ source: "created", certificate: "does-not-match" });
    expect(report["certificates"]).toMatchObject([{ grade: "does-not-match" }, { grade: "does-not-match" }]);
  });

  it("fails with a code where there is no device, and with usage where no port is named", async () => {
    const missing = await touchmark("tpm", "inspect", "--port", "tcp:127.0.0.1:1", "--data", file("data"));
    expect(missing.code).toBe(1);
    expect(missing.documents[0]).toMatchObject({ type: "failed", code: "link.not-found" });
    expect((await touchmark("tpm", "inspect")).code).toBe(2);
  });
});
