import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseConnectionString } from "../../../main/dps/connection-string.ts";
import { DpsClient } from "../../../main/dps/dps-client.ts";
import { type PracticeDps, startPracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { touchmark } from "../../harness/touchmark.ts";

const master = Buffer.alloc(64, 7).toString("base64");
let folder: string;
let dps: PracticeDps;
const file = (name: string): string => join(folder, name);
const run = (...words: readonly string[]) => touchmark(...words, "--data", file("data"));
const byAuthority = ["--x509-authority", "line-ca"];
const byKey = ["--symmetric-key-secret", "line-key"];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-group-"));
  dps = await startPracticeDps();
  writeFileSync(file("connection"), dps.connectionString);
  writeFileSync(file("ca.pem"), dps.caPem);
  writeFileSync(file("key"), `${master}\n`);
  const service = ["--connection-string-file", file("connection"), "--id-scope", dps.idScope, "--ca", file("ca.pem")];
  expect((await run("service", "add", "plant", "--url", dps.url, ...service)).code).toBe(0);
  expect((await run("ca", "create", "line-ca", "--pilot")).code).toBe(0);
  expect((await run("secret", "set", "line-key", "--file", file("key"))).code).toBe(0);
});

afterEach(async () => {
  await dps.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("group", () => {
  it("is created with the line's issuer or the sealed master key, checked, listed and shown", async () => {
    expect(await run("group", "create", "plant", "line-1", ...byAuthority)).toMatchObject({
      code: 0,
      documents: [{ service: "plant", group: "line-1", created: true }],
    });
    const again = await run("group", "create", "plant", "line-1", ...byAuthority);
    expect(again).toMatchObject({ code: 0, documents: [{ created: false }] });
    expect((await run("group", "create", "plant", "line-2", ...byKey)).code).toBe(0);
    for (const [group, by] of [["line-1", byAuthority] as const, ["line-2", byKey] as const]) {
      expect(await run("group", "check", "plant", group, ...by)).toMatchObject({ code: 0, documents: [{ ok: true }] });
    }
    const { documents } = await run("group", "list", "plant");
    expect(documents).toMatchObject([
      { group: "line-1", attestation: "x509", signingCertificates: [{ subject: "CN=line-ca PILOT Line CA" }] },
      { group: "line-2", attestation: "symmetric-key", status: "enabled" },
    ]);
    expect(await run("group", "show", "plant", "line-2")).toMatchObject({
      code: 0,
      documents: [{ group: "line-2", registrations: {} }],
    });
    expect(JSON.stringify(documents)).not.toContain(master);
  });

  it("is created for its hubs, and is wrong for a line that names others", async () => {
    const [west = "", east = ""] = dps.hubs;
    const created = await run("group", "create", "plant", "line-1", ...byKey, "--hubs", `${west},${east}`);
    expect(created).toMatchObject({ code: 0, documents: [{ created: true }] });
    expect((await run("group", "show", "plant", "line-1")).documents).toMatchObject([{ iotHubs: [west, east] }]);
    const right = await run("group", "check", "plant", "line-1", ...byKey, "--hubs", `${east},${west}`);
    expect(right).toMatchObject({ code: 0, documents: [{ ok: true }] });
    const wrong = await run("group", "check", "plant", "line-1", ...byKey, "--hubs", west);
    expect(wrong).toMatchObject({ code: 1, documents: [{ ok: false, code: "enrollment.group-changed" }] });
    expect((await run("group", "check", "plant", "line-1", ...byKey, "--hubs", "not a host")).code).toBe(2);
    const unknown = await run("group", "create", "plant", "line-2", "--ca-reference", "plant-root");
    expect(unknown).toMatchObject({ code: 3, stderr: expect.stringContaining("plant-root") });
  });

  it("that is missing, wrong or disabled is said, and nothing overwritten", async () => {
    const wrong = { code: 1, documents: [{ ok: false, code: "enrollment.group-missing" }] };
    expect(await run("group", "check", "plant", "line-1", ...byKey)).toMatchObject(wrong);
    await run("group", "create", "plant", "line-1", ...byKey);
    const other = await run("group", "create", "plant", "line-1", ...byAuthority);
    expect(other).toMatchObject({ code: 3, stderr: expect.stringContaining("enrollment.group-changed") });
    const changed = { code: 1, documents: [{ ok: false, code: "enrollment.group-changed" }] };
    expect(await run("group", "check", "plant", "line-1", ...byAuthority)).toMatchObject(changed);
    const client = new DpsClient({ ...parseConnectionString(dps.connectionString), url: dps.url, ca: [dps.caPem] });
    const found = await client.getEnrollmentGroup("line-1");
    if (found) await client.putEnrollmentGroup({ ...found, provisioningStatus: "disabled" }, { ifMatch: "*" });
    client.close();
    const disabled = { code: 1, documents: [{ ok: false, code: "enrollment.group-disabled" }] };
    expect(await run("group", "check", "plant", "line-1", ...byKey)).toMatchObject(disabled);
    expect((await run("group", "create", "plant", "line-9", ...byKey, ...byAuthority)).code).toBe(2);
    expect((await run("group", "show", "plant", "line-9")).stderr).toContain("enrollment.group-missing");
  });

  it("gets its CA proven by a certificate of the service's code", async () => {
    const code = "75F86466DA34D2B0";
    const asked = ["--authority", "line-ca", "--code", code, "--out", file("proof.pem")];
    expect((await run("group", "verification-certificate", ...asked)).code).toBe(0);
    expect((await run("ca", "export", "line-ca", "--out", file("chain.pem"))).code).toBe(0);
    const proof = new X509Certificate(readFileSync(file("proof.pem")));
    const issuer = new X509Certificate(readFileSync(file("chain.pem")));
    expect(proof.subject).toBe(`CN=${code}`);
    expect(proof.verify(issuer.publicKey)).toBe(true);
  });
});
