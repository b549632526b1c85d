import { generateKeyPairSync } from "node:crypto";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toPem } from "../../../main/base/bytes/pem.ts";
import { createPilotAuthority } from "../../../main/pki/custody/create-pilot-authority.ts";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { startService } from "../../contract/dps/service-fixture.ts";
import { hasOpenssl } from "../../harness/openssl.ts";

const pem = (der: Uint8Array): string => toPem("CERTIFICATE", der);
let folder: string;
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-s-client-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** One register call by `openssl s_client`: what the service answered, headers and all. */
async function register(dps: PracticeDps, registrationId: string, words: readonly string[]): Promise<string> {
  const body = JSON.stringify({ registrationId });
  const request = [
    `PUT /${dps.idScope}/registrations/${registrationId}/register?api-version=2021-06-01 HTTP/1.1`,
    `Host: ${dps.endpoint}`,
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${body.length}`,
    "Connection: close",
    "",
    body,
  ].join("\r\n");
  const ca = file("ca.pem", dps.caPem);
  const target = ["s_client", "-connect", dps.endpoint, "-CAfile", ca, "-verify_return_error", "-quiet", "-ign_eof"];
  // Not at once, as the service lives in this process.
  const child = spawn("openssl", [...target, ...words], { stdio: ["pipe", "pipe", "ignore"] });
  child.stdin.end(request);
  return text(child.stdout);
}

/** OpenSSL as the device, with a chain the station's authority made. */
describe.skipIf(!hasOpenssl)("a device that is openssl s_client", () => {
  it("comes in by an X.509 group with its intermediate, also when its TLS session is resumed, and not by another", async () => {
    const { dps, client } = await startService();
    const authority = await createPilotAuthority({ folder, name: "line-ca", passphrase: "a passphrase" });
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const order = { commonName: "unit-1", validityDays: 30, subject: {} };
    const spki = new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
    const { chain } = await authority.issueDeviceCertificate({ ...order, publicKey: spki });
    const key = file("key.pem", privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    const leaf = file("leaf.pem", chain.slice(0, 1).map(pem).join(""));
    const above = file("above.pem", chain.slice(1).map(pem).join(""));
    const identity = ["-cert", leaf, "-key", key, "-cert_chain", above];
    expect(await register(dps, "unit-1", identity)).toContain("HTTP/1.1 401");
    const [, root = new Uint8Array()] = authority.chain;
    const attestation = {
      type: "x509" as const,
      x509: { signingCertificates: { primary: { certificate: pem(root) } } },
    };
    await client.putEnrollmentGroup({ enrollmentGroupId: "pilot", attestation });
    const session = join(folder, "session.pem");
    const first = await register(dps, "unit-1", [...identity, "-sess_out", session]);
    expect(first).toContain("HTTP/1.1 202");
    expect(first).toContain('"status":"assigning"');
    const resumed = await register(dps, "unit-1", [...identity, "-sess_in", session]);
    expect(resumed).toContain("HTTP/1.1 202");
    expect(await register(dps, "unit-1", ["-cert", leaf, "-key", key])).toContain("HTTP/1.1 401");
    expect(await register(dps, "unit-1", [])).toContain("HTTP/1.1 401");
    expect((await client.queryGroupRegistrationStates("pilot")).items).toMatchObject([{ registrationId: "unit-1" }]);
  });
});
