import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openSession } from "../../main/device/open-session.ts";
import { memoryLinkPair } from "../../main/link/memory-link.ts";
import { VirtualDevice } from "../../main/practice/virtual-device/virtual-device.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "device-request-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!hasOpenssl)("openssl and the device's certification request", () => {
  it.each([
    "ec-p256",
    "ec-p384",
    "rsa-2048",
    "rsa-3072",
  ] as const)("accepts %s and its signature", async (algorithm) => {
    const { near, far } = memoryLinkPair("request");
    new VirtualDevice({ model: "GW-200" }).attach(far);
    const session = openSession("smp", near);
    const spki = await session.keys!.generate(algorithm);
    const request = join(folder, `${algorithm}.csr`);
    writeFileSync(request, await session.keys!.certificateRequest("gw200000001"));
    const key = join(folder, `${algorithm}.der`);
    writeFileSync(key, spki);
    const verdict = spawnSync("openssl", ["req", "-inform", "DER", "-in", request, "-verify", "-noout", "-subject"], {
      encoding: "utf8",
    });
    expect(verdict.stdout + verdict.stderr).toContain("verify OK");
    expect(verdict.stdout).toMatch(/CN ?= ?gw200000001/);
    expect(verdict.status).toBe(0);
    const requestKey = execFileSync("openssl", ["req", "-inform", "DER", "-in", request, "-pubkey", "-noout"]);
    const deviceKey = execFileSync("openssl", ["pkey", "-pubin", "-inform", "DER", "-in", key]);
    expect(requestKey).toEqual(deviceKey);

    const message = join(folder, "nonce");
    writeFileSync(message, "nonce");
    const signature = join(folder, `${algorithm}.sig`);
    writeFileSync(signature, await session.keys!.sign(new TextEncoder().encode("nonce")));
    const pem = join(folder, `${algorithm}.pem`);
    writeFileSync(pem, deviceKey);
    const checked = execFileSync("openssl", ["dgst", "-sha256", "-verify", pem, "-signature", signature, message]);
    expect(checked.toString()).toContain("Verified OK");
    await session.close();
  });
});
