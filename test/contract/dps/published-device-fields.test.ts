import { createHmac } from "node:crypto";
import { createServer } from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { toBase64 } from "../../../main/base/bytes/bytes.ts";
import { decodeSymmetricKey, deriveDeviceKey } from "../../../main/dps/derive-device-key.ts";
import { openConnection } from "../../../main/dps/http/connection.ts";
import { sendRequest } from "../../../main/dps/http/request.ts";
import { makeServerIdentity } from "../../../main/practice/dps/certificates/make-server-identity.ts";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { createDeviceToken } from "../../../main/practice/field-client/device-token.ts";
import { registerDevice } from "../../../main/practice/field-client/register-device.ts";
import { VirtualTpm } from "../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { makeDeviceCertificate } from "../field-client/device-certificate.ts";
import { keyGroup } from "./group-fixture.ts";
import { endorsementKey, startService, tpmEntry } from "./service-fixture.ts";

/** The published field tables of the device API. */
const answerFields = ["operationId", "registrationState", "status"];
const stateFields = [
  "registrationId",
  "createdDateTimeUtc",
  "assignedHub",
  "deviceId",
  "status",
  "substatus",
  "lastUpdatedDateTimeUtc",
  "etag",
];
const master = Buffer.alloc(64, 7).toString("base64");

type Body = Record<string, unknown>;

interface Call {
  readonly method: "GET" | "PUT" | "POST";
  readonly path: string;
  readonly body?: object;
}

/** Calls as a device of the key group, as they are on the wire. */
async function deviceCalls(dps: PracticeDps, registrationId: string) {
  const connection = openConnection({ url: dps.url, ca: [dps.caPem] });
  onTestFinished(() => connection.close());
  const key = deriveDeviceKey(decodeSymmetricKey(master), registrationId);
  const sign = async (message: Uint8Array) => createHmac("sha256", key).update(message).digest();
  const resource = `${dps.idScope}/registrations/${registrationId}`;
  const authorization = await createDeviceToken(resource, new Date(Date.now() + 60_000), sign);
  return async ({ method, path, body }: Call) => {
    const {
      status,
      headers,
      body: text,
    } = await sendRequest(connection, {
      method,
      target: `/${resource}${path}?api-version=2021-06-01`,
      headers: { Authorization: authorization, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status, headers, body: JSON.parse(text) as Body };
  };
}

describe("the device API shows the published fields and no other", () => {
  it("when a device registers, polls and asks", async () => {
    const { dps, client } = await startService({ assignAfterMs: 60, retryAfterSeconds: 3 });
    await client.putEnrollmentGroup(keyGroup("keys", master));
    const call = await deviceCalls(dps, "sn-1");
    const registered = await call({ method: "PUT", path: "/register", body: { registrationId: "sn-1" } });
    expect(registered).toMatchObject({ status: 202, headers: { "retry-after": "3" }, body: { status: "assigning" } });
    expect(Object.keys(registered.body).sort()).toEqual(["operationId", "status"]);
    const operationId = String(registered.body["operationId"]);
    expect(registered.headers["location"]).toContain(operationId);
    expect(registered.headers["x-ms-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    const path = `/operations/${operationId}`;
    expect(await call({ method: "GET", path })).toMatchObject({ status: 202, headers: { "retry-after": "3" } });
    await delay(80);
    const { status, body } = await call({ method: "GET", path });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(answerFields);
    const state = body["registrationState"] as Body;
    expect(Object.keys(state).sort()).toEqual([...stateFields, "symmetricKey"].sort());
    expect(state["symmetricKey"]).toEqual({ enrollmentGroupId: "keys" });
    const asked = await call({ method: "POST", path: "", body: { registrationId: "sn-1" } });
    expect(asked.status).toBe(200);
    expect(Object.keys(asked.body).filter((field) => !stateFields.includes(field))).toEqual([]);
  });

  it("when a registration fails: an HTTP success with code and message inside", async () => {
    const { dps, client } = await startService({ assignAfterMs: 0 });
    await client.putEnrollmentGroup(keyGroup("keys", master));
    dps.faults.failAssignments(1);
    const call = await deviceCalls(dps, "sn-2");
    const { body } = await call({ method: "PUT", path: "/register", body: { registrationId: "sn-2" } });
    const failed = await call({ method: "GET", path: `/operations/${String(body["operationId"])}` });
    expect(failed).toMatchObject({
      status: 200,
      body: { status: "failed", registrationState: { status: "failed", errorCode: 400_209 } },
    });
    expect(Object.keys(failed.body["registrationState"] as Body)).toContain("errorMessage");
  });

  it("when a TPM is challenged, and when anybody is refused", async () => {
    const { dps, client } = await startService();
    await client.putEnrollment(tpmEntry("unit-t"));
    const connection = openConnection({ url: dps.url, ca: [dps.caPem] });
    onTestFinished(() => connection.close());
    const ask = async (storageRootKey: string) => {
      const body = { registrationId: "unit-t", tpm: { endorsementKey: endorsementKey(), storageRootKey } };
      const target = `/${dps.idScope}/registrations/unit-t/register?api-version=2021-06-01`;
      const headers = { "Content-Type": "application/json" };
      const answer = await sendRequest(connection, { method: "PUT", target, headers, body: JSON.stringify(body) });
      return { ...answer, body: JSON.parse(answer.body) as Body };
    };
    const srk = `011a0001000b00030472000000060080004300100800000000000100${"c3".repeat(256)}`;
    const challenge = await ask(Buffer.from(srk, "hex").toString("base64"));
    expect(challenge.status).toBe(401);
    expect(Object.keys(challenge.body).sort()).toEqual(["authenticationKey", "keyName", "message"]);
    const refused = await ask("AAAA");
    expect(refused.status).toBe(400);
    const errorFields = ["errorCode", "info", "message", "timestampUtc", "trackingId"];
    expect(Object.keys(refused.body).sort()).toEqual(errorFields);
    expect(refused.headers["x-ms-request-id"]).toBe(refused.body["trackingId"]);
    expect(refused.headers["x-ms-error-code"]).toBe("400004");
  });
});

it("a device of ours sends the published fields and no other", async () => {
  const identity = await makeServerIdentity();
  const sent: Body[] = [];
  const server = createServer({ cert: identity.certificatePem, key: identity.privateKeyPem }, (incoming, outgoing) => {
    let text = "";
    incoming.on("data", (part: Buffer) => {
      text += part.toString();
    });
    incoming.on("end", () => {
      sent.push(JSON.parse(text) as Body);
      outgoing.writeHead(400).end("{}");
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => void server.close());
  const address = server.address();
  const endpoint = `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const x509 = await makeDeviceCertificate("unit-1");
  const common = { endpoint, ca: identity.caPem, x509, symmetricKey: new Uint8Array(32) };
  const tpm = new VirtualTpm({ seed: new Uint8Array(32).fill(7) });
  for (const attestation of ["x509", "symmetric-key", "tpm"] as const) {
    const registration = { endpoint, idScope: "0ne1", registrationId: "unit-1", attestation };
    await expect(registerDevice({ ...common, tpm, registration })).rejects.toMatchObject({ code: "field.refused" });
  }
  expect(sent.map((body) => Object.keys(body))).toEqual([
    ["registrationId"],
    ["registrationId"],
    ["registrationId", "tpm"],
  ]);
  const keys = sent[2]?.["tpm"] as Record<string, string>;
  expect(Object.keys(keys)).toEqual(["endorsementKey", "storageRootKey"]);
  for (const key of Object.values(keys)) expect(toBase64(new Uint8Array(Buffer.from(key, "base64")))).toBe(key);
});
