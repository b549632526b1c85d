import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { createSasToken } from "../../../main/dps/auth/sas-token.ts";
import { parseConnectionString } from "../../../main/dps/connection-string.ts";
import { DpsClient } from "../../../main/dps/dps-client.ts";
import { openConnection } from "../../../main/dps/http/connection.ts";
import { sendRequest } from "../../../main/dps/http/request.ts";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { decodeSymmetricKey, deriveDeviceKey } from "../../../main/dps/derive-device-key.ts";
import { registerDevice } from "../../../main/practice/field-client/register-device.ts";
import { keyGroup, signedBy, testHierarchy } from "./group-fixture.ts";
import { startService, tpmEntry } from "./service-fixture.ts";

/** The published field tables (dps.md §1.3): what a body may hold, and what of it the service alone sets. */
const terms = ["attestation", "capabilities", "iotHubHostName", "initialTwin", "etag", "provisioningStatus"];
const policies = ["reprovisionPolicy", "allocationPolicy", "iotHubs", "customAllocationDefinition"];
const setByService = ["createdDateTimeUtc", "lastUpdatedDateTimeUtc"];
const groupFields = ["enrollmentGroupId", ...terms, ...policies, ...setByService];
const entryFields = ["registrationId", "deviceId", "registrationState", "optionalDeviceInformation"];
const stateFields = ["registrationId", "assignedHub", "deviceId", "status", "substatus", "errorCode", "errorMessage"];
const allStateFields = [...stateFields, ...setByService, "etag", "payload"];
const infoFields = ["subjectName", "sha1Thumbprint", "sha256Thumbprint", "issuerName", "notBeforeUtc", "notAfterUtc"];

const strange = (body: object, known: readonly string[]): readonly string[] =>
  Object.keys(body).filter((field) => !known.includes(field));

/** A client, and the bodies it sent: to somebody who only listens. */
async function eavesdrop(): Promise<{ readonly client: DpsClient; readonly sent: Record<string, unknown>[] }> {
  const sent: Record<string, unknown>[] = [];
  const server = createServer((incoming, outgoing) => {
    let text = "";
    incoming.on("data", (part: Buffer) => {
      text += part.toString();
    });
    incoming.on("end", () => {
      sent.push(JSON.parse(text));
      outgoing.end(text);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const key = Buffer.alloc(32).toString("base64");
  const client = new DpsClient({ url: `http://127.0.0.1:${port}`, hostName: "x", policyName: "x", key });
  onTestFinished(() => {
    client.close();
    server.close();
  });
  return { client, sent };
}

/** The body as it is on the wire, before our schemas leave out what they do not know. */
async function readRaw(dps: PracticeDps, path: string): Promise<Record<string, unknown>> {
  const { hostName, policyName, key } = parseConnectionString(dps.connectionString);
  const connection = openConnection({ url: dps.url, ca: [dps.caPem] });
  onTestFinished(() => connection.close());
  const expiresAt = new Date(Date.now() + 60_000);
  const token = { resource: hostName, policyName, key: decodeSymmetricKey(key), expiresAt };
  const headers = { Accept: "application/json", Authorization: createSasToken(token) };
  const target = `${path}?api-version=2021-10-01`;
  return JSON.parse((await sendRequest(connection, { method: "GET", target, headers })).body);
}

describe("bodies hold the published fields and no other", () => {
  it("when we send a group, or one as it was read, without what the service alone sets", async () => {
    const { client, sent } = await eavesdrop();
    const read = { ...keyGroup("line-1"), etag: "x", createdDateTimeUtc: "2026-01-01", lastUpdatedDateTimeUtc: null };
    await client.putEnrollmentGroup(keyGroup("line-1"));
    await client.putEnrollmentGroup(read, { ifMatch: "*" });
    expect(sent.flatMap((body) => strange(body, groupFields))).toEqual([]);
    expect(sent.flatMap((body) => Object.keys(body).filter((field) => setByService.includes(field)))).toEqual([]);
  });

  it("when the practice service shows groups, entries and registrations, with all it must set", async () => {
    const { dps, client } = await startService({ assignAfterMs: 20, retryAfterSeconds: 0 });
    const { line } = await testHierarchy();
    const master = Buffer.alloc(64, 7).toString("base64");
    await client.putEnrollmentGroup(signedBy("x509", line));
    await client.putEnrollmentGroup(keyGroup("keys", master));
    await client.putEnrollment(tpmEntry("unit-1"));
    await registerDevice({
      endpoint: dps.endpoint,
      ca: dps.caPem,
      registration: {
        endpoint: dps.endpoint,
        idScope: dps.idScope,
        registrationId: "sn-1",
        attestation: "symmetric-key",
      },
      symmetricKey: deriveDeviceKey(decodeSymmetricKey(master), "sn-1"),
    });
    for (const id of ["x509", "keys"]) {
      const group = await readRaw(dps, `/enrollmentGroups/${id}`);
      expect(strange(group, groupFields)).toEqual([]);
      expect(Object.keys(group)).toEqual(expect.arrayContaining(["etag", "provisioningStatus", ...setByService]));
    }
    expect(strange(await readRaw(dps, "/enrollments/unit-1"), [...entryFields, ...groupFields.slice(1)])).toEqual([]);
    expect(strange(await readRaw(dps, "/registrations/sn-1"), allStateFields)).toEqual([]);
    const { primary } = (await client.getEnrollmentGroup("x509"))?.attestation.x509?.signingCertificates ?? {};
    expect(Object.keys(primary?.info ?? {}).sort()).toEqual([...infoFields, "serialNumber", "version"].sort());
  });
});
