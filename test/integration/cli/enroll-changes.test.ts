import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { toPem } from "../../../main/base/bytes/pem.ts";
import { silentLog } from "../../../main/base/log.ts";
import { parseConnectionString } from "../../../main/dps/connection-string.ts";
import { DpsClient } from "../../../main/dps/dps-client.ts";
import { type PracticeDps, startPracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { servePracticeDevice } from "../../../main/station/practice/serve-practice-device.ts";
import { sdkServiceClient } from "../../harness/azure-sdk.ts";
import { recipeSource } from "../../harness/recipe-source.ts";
import { deviceExtensions, testCertificate } from "../../harness/test-certificates.ts";
import { touchmark } from "../../harness/touchmark.ts";

let folder: string;
let dps: PracticeDps;
let client: DpsClient;
const file = (name: string): string => join(folder, name);
const run = (...words: readonly string[]) => touchmark(...words, "--data", file("data"));
/** By Microsoft's client, which nobody here wrote. */
const seen = async (id: string) => (await sdkServiceClient(dps).getIndividualEnrollment(id)).responseBody;

async function provision(serialNumber: string) {
  const device = await servePracticeDevice({
    attestation: "x509",
    serialNumber,
    listen: "tcp:127.0.0.1:0",
    log: silentLog,
    onRegistered: () => undefined,
  });
  try {
    return await run("provision", "--recipe", file("recipe"), "--port", device.address, "--lot", "4711");
  } finally {
    await device.close();
  }
}

/** Another device's certificate under the unit's name. */
async function certificatePem(name: string): Promise<string> {
  const { der } = await testCertificate({ name, extensions: deviceExtensions() });
  return toPem("CERTIFICATE", der);
}

const x509 = (certificate: string) => ({
  type: "x509" as const,
  x509: { clientCertificates: { primary: { certificate } } },
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-changes-"));
  dps = await startPracticeDps();
  const { connectionString, caPem, url, idScope, endpoint } = dps;
  client = new DpsClient({ ...parseConnectionString(connectionString), url, ca: [caPem] });
  writeFileSync(file("connection"), connectionString);
  writeFileSync(file("ca.pem"), caPem);
  writeFileSync(file("recipe"), recipeSource({ attestation: "x509", endpoint, idScope }));
  const changed = { allocation: "static", initialTwin: { tags: { of: "{serialNumber}/{lot}" } }, service: "plant-dps" };
  const source = JSON.parse(readFileSync(file("recipe"), "utf8")) as object;
  writeFileSync(file("changed"), JSON.stringify({ ...source, enrollment: changed }));
  writeFileSync(file("other"), recipeSource({ attestation: "x509", model: "GW-200", endpoint, idScope }));
  const service = ["--connection-string-file", file("connection"), "--id-scope", idScope, "--ca", file("ca.pem")];
  expect((await run("service", "add", "plant-dps", "--url", url, ...service)).code).toBe(0);
  expect((await run("ca", "create", "line-ca", "--pilot")).code).toBe(0);
});

afterAll(async () => {
  client?.close();
  await dps?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Issue 4: what a person changes at the service on the command line, each seen there afterwards. */
describe("touchmark enroll", () => {
  it("disables, enables, rotates, promotes and deletes", async () => {
    expect(await provision("SN1")).toMatchObject({ code: 0, result: { enrollment: "enrolled" } });
    const done = (act: string) => ({ code: 0, stderr: "", documents: [{ registrationId: "sn1", act, state: "done" }] });
    expect(await run("enroll", "disable", "SN1", "--reason", "stolen")).toMatchObject(done("disable"));
    expect((await seen("sn1")).provisioningStatus).toBe("disabled");
    expect(await run("enroll", "enable", "sn1", "--reason", "found again")).toMatchObject(done("enable"));
    expect((await seen("sn1")).provisioningStatus).toBe("enabled");

    const words = ["--recipe", file("changed"), "--reason", "new floor"];
    expect(await run("enroll", "update", "SN1", ...words)).toMatchObject(done("update"));
    const { initialTwin, allocationPolicy, deviceId } = await seen("sn1");
    expect([initialTwin, allocationPolicy, deviceId]).toMatchObject([{ tags: { of: "SN1/4711" } }, "static", "SN1"]);
    const other = await run("enroll", "update", "SN1", "--recipe", file("other"), "--reason", "wrong file");
    expect(other).toMatchObject({ code: 3, stderr: expect.stringContaining("enrollment.not-possible") });

    const first = (await client.getEnrollment("sn1"))?.attestation.x509?.clientCertificates?.primary?.info;
    writeFileSync(file("next.pem"), await certificatePem("sn1"));
    const rotated = await run("enroll", "rotate", "SN1", "--certificate", file("next.pem"), "--reason", "runs out");
    expect(rotated).toMatchObject(done("rotate"));
    const both = (await client.getEnrollment("sn1"))?.attestation.x509?.clientCertificates;
    expect(both?.primary?.info?.sha256Thumbprint).toBe(first?.sha256Thumbprint);
    expect(both?.secondary?.info?.sha256Thumbprint).toMatch(/./);
    expect(await run("enroll", "promote", "SN1", "--reason", "device has it")).toMatchObject(done("promote"));
    const promoted = (await client.getEnrollment("sn1"))?.attestation.x509?.clientCertificates;
    expect(promoted?.primary?.info?.sha256Thumbprint).toBe(both?.secondary?.info?.sha256Thumbprint);
    expect(promoted?.secondary ?? null).toBeNull();

    expect(await run("enroll", "delete", "SN1", "--reason", "scrapped")).toMatchObject(done("delete"));
    await expect(seen("sn1")).rejects.toThrow(/404|not found/i);
    const { documents } = await run("enroll", "changes", "--id", "SN1");
    expect(documents.map(({ act, reason }) => [act, reason])).toEqual([
      ["delete", "scrapped"],
      ["promote", "device has it"],
      ["rotate", "runs out"],
      ["update", "new floor"],
      ["enable", "found again"],
      ["disable", "stolen"],
    ]);
  });

  it("shows a conflict and replaces what is there", async () => {
    await client.putEnrollment({ registrationId: "sn2", attestation: x509(await certificatePem("sn2")) });
    const theirs = (await seen("sn2")).etag;
    expect(await provision("SN2")).toMatchObject({ code: 0, result: { enrollment: "conflict" } });
    expect(await run("enroll", "conflicts")).toMatchObject({
      code: 0,
      documents: [{ registrationId: "sn2", unit: "SN2", can: ["replace", "rename", "retry", "reject"] }],
    });
    const refused = await run("enroll", "solve", "SN2", "--how", "adopt", "--reason", "theirs");
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining("enrollment.not-possible") });
    expect((await seen("sn2")).etag).toBe(theirs);
    const solved = await run("enroll", "solve", "SN2", "--how", "replace", "--reason", "left over");
    expect(solved).toMatchObject({ code: 0, documents: [{ act: "replace", state: "done" }] });
    expect(await seen("sn2")).toMatchObject({ deviceId: "SN2", initialTwin: { tags: { lot: "4711" } } });
    expect((await run("enroll", "conflicts")).documents).toEqual([]);
    expect((await run("unit", "show", "SN2")).documents).toMatchObject([{ enrollment: "enrolled" }]);
  });

  it("gives a unit another registration id where both entries are right", async () => {
    await client.putEnrollment({ registrationId: "sn4", attestation: x509(await certificatePem("sn4")) });
    const theirs = (await seen("sn4")).etag;
    expect(await provision("SN4")).toMatchObject({ code: 0, result: { enrollment: "conflict" } });
    expect((await run("enroll", "conflicts")).documents).toMatchObject([{ suggested: "sn4-2" }]);
    const why = ["--reason", "theirs is the old pump"];
    expect(await run("enroll", "solve", "SN4", "--how", "rename", ...why)).toMatchObject({ code: 2 });
    expect(await run("enroll", "solve", "SN4", "--how", "retry", "--new-id", "sn4-2", ...why)).toMatchObject({
      code: 2,
    });
    const taken = await run("enroll", "solve", "SN4", "--how", "rename", "--new-id", "sn2", ...why);
    expect(taken).toMatchObject({ code: 3, stderr: expect.stringContaining("enrollment.registration-id-taken") });
    expect(await run("enroll", "solve", "SN4", "--how", "rename", "--new-id", "sn4-2", ...why)).toMatchObject({
      code: 0,
      documents: [{ act: "rename", state: "done", detail: "from now on sn4-2" }],
    });
    expect((await run("unit", "show", "SN4")).documents).toMatchObject([{ state: "rework", registrationId: "sn4" }]);
    expect(await provision("SN4")).toMatchObject({
      code: 0,
      result: { outcome: "pass", registrationId: "sn4-2", enrollment: "enrolled" },
    });
    expect(await seen("sn4-2")).toMatchObject({ deviceId: "SN4" });
    expect((await seen("sn4")).etag).toBe(theirs);
  });

  it("adopts the entry somebody else made for the same device meanwhile", async () => {
    dps.setReachable(false);
    expect(await provision("SN3")).toMatchObject({ code: 0, result: { enrollment: "queued" } });
    dps.setReachable(true);
    const [unit] = (await run("unit", "show", "SN3")).documents;
    const [der = ""] = z.array(z.base64()).parse(unit?.["certificates"]);
    const attestation = x509(toPem("CERTIFICATE", Buffer.from(der, "base64")));
    await client.putEnrollment({ registrationId: "sn3", deviceId: "pump-3", attestation });
    expect(await run("enroll", "flush")).toMatchObject({ documents: [{ queued: 0, conflict: 1 }] });
    expect((await run("enroll", "conflicts")).documents).toMatchObject([
      {
        differences: [{ field: "device id", ours: "SN3", theirs: "pump-3" }],
        can: ["adopt", "replace", "rename", "retry", "reject"],
      },
    ]);
    const solved = await run("enroll", "solve", "SN3", "--how", "adopt", "--reason", "named by the customer");
    expect(solved).toMatchObject({ code: 0, documents: [{ act: "adopt", state: "done" }] });
    expect((await seen("sn3")).deviceId).toBe("pump-3");
    expect((await run("unit", "show", "SN3")).documents).toMatchObject([
      { deviceId: "pump-3", enrollment: "enrolled" },
    ]);
  });
});
