import { request } from "node:https";
import { describe, expect, it } from "vitest";
import { createSasToken } from "../../../main/dps/auth/sas-token.ts";
import { parseConnectionString } from "../../../main/dps/connection-string.ts";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { startService, tpmEntry } from "./service-fixture.ts";

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** What other clients of the service send, byte for byte: not through ours. */
function send(dps: PracticeDps, { method = "GET", path, headers = {}, body }: Sent): Promise<Answer> {
  const { hostName, policyName, key } = parseConnectionString(dps.connectionString);
  const Authorization = createSasToken({
    resource: hostName,
    policyName,
    key: Buffer.from(key, "base64"),
    expiresAt: new Date(Date.now() + 60_000),
  });
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const all = { Authorization, "Content-Type": "application/json; charset=utf-8", ...headers };
  const outgoing = request(`${dps.url}${path}`, { method, headers: all, ca: dps.caPem, agent: false }, (incoming) => {
    let text = "";
    incoming.on("data", (part: Buffer) => (text += part.toString()));
    incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text }));
  });
  outgoing.on("error", reject);
  outgoing.end(body);
  return promise;
}

const version = "?api-version=2021-10-01";

describe("the wire", () => {
  it("opens what a narrower token names, by whole segments, and no more", async () => {
    const { dps } = await startService();
    const { hostName, policyName, key } = parseConnectionString(dps.connectionString);
    const status = async (resource: string) => {
      const expiresAt = new Date(Date.now() + 60_000);
      const Authorization = createSasToken({ resource, policyName, key: Buffer.from(key, "base64"), expiresAt });
      return (await send(dps, { path: `/enrollments/unit-1${version}`, headers: { Authorization } })).status;
    };
    expect(await status(`${hostName}/enrollments`)).toBe(404);
    expect(await status(`${hostName}/enrollments/unit-1`)).toBe(404);
    expect(await status(`${hostName}/enroll`)).toBe(401);
    expect(await status(`${hostName}/registrations`)).toBe(401);
  });

  it("answers an error with the service's body and headers", async () => {
    const { dps } = await startService();
    const answer = await send(dps, { path: `/enrollments/none${version}` });
    expect(answer.status).toBe(404);
    expect(answer.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "x-ms-error-code": "404201",
      date: expect.any(String),
    });
    expect(JSON.parse(answer.body)).toEqual({
      errorCode: 404_201,
      trackingId: expect.any(String),
      message: expect.any(String),
      info: {},
      timestampUtc: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
  });

  it("takes the old api-versions and no other", async () => {
    const { dps } = await startService();
    const status = async (query: string) => (await send(dps, { path: `/enrollments/none${query}` })).status;
    expect(await status("?api-version=2019-03-31")).toBe(404);
    expect(await status("?api-version=2021-06-01")).toBe(404);
    expect(await status("?api-version=1999-01-01")).toBe(400);
    expect(await status("")).toBe(400);
  });

  it("takes the slash the Node SDK puts after enrollments, and path words in any case", async () => {
    const { dps } = await startService();
    const body = JSON.stringify({ enrollments: [tpmEntry("unit-1")], mode: "create" });
    expect(await send(dps, { method: "POST", path: `/Enrollments/${version}`, body })).toMatchObject({
      status: 200,
      body: JSON.stringify({ isSuccessful: true, errors: [] }),
    });
  });

  it("answers a delete with 204 and nothing", async () => {
    const { dps, client } = await startService();
    await client.putEnrollment(tpmEntry("unit:1"));
    expect(await send(dps, { method: "DELETE", path: `/enrollments/unit%3A1${version}` })).toMatchObject({
      status: 204,
      body: "",
    });
  });

  it("answers a query with a bare array, and the last page without a continuation", async () => {
    const { dps, client } = await startService();
    await client.bulkEnrollments("create", [tpmEntry("unit-1"), tpmEntry("unit-2", 3)]);
    const query = { method: "POST", path: `/enrollments/query${version}`, body: JSON.stringify({ query: "*" }) };
    const first = await send(dps, { ...query, headers: { "x-ms-max-item-count": "1" } });
    expect(JSON.parse(first.body)).toHaveLength(1);
    const continuation = String(first.headers["x-ms-continuation"]);
    const second = await send(dps, { ...query, headers: { "x-ms-continuation": continuation } });
    expect(JSON.parse(second.body)).toMatchObject([{ registrationId: "unit-2" }]);
    expect(second.headers).not.toHaveProperty("x-ms-continuation");
  });

  it.each([
    ["a body that is not called JSON", { headers: { "Content-Type": "text/plain" }, body: "{}" }, 415],
    ["a body that is not JSON", { body: "{" }, 400],
    ["a body above 1 MiB", { body: " ".repeat(1024 * 1024 + 1) }, 413],
    ["no body", {}, 400],
  ])("refuses %s", async (_name, sent, status) => {
    const { dps } = await startService();
    expect((await send(dps, { method: "PUT", path: `/enrollments/unit-1${version}`, ...sent })).status).toBe(status);
  });

  it("refuses a path that is none, a route it has not and a method a route has not", async () => {
    const { dps } = await startService();
    expect((await send(dps, { path: `/enrollments/%E0%A4%A${version}` })).status).toBe(400);
    expect((await send(dps, { path: `/enrollmentGroups/line${version}` })).status).toBe(404);
    expect((await send(dps, { method: "PATCH", path: `/enrollments/unit-1${version}` })).status).toBe(405);
  });

  it("keeps a certificate to itself and shows what it derived", async () => {
    const { dps } = await startService();
    const certificate = dps.caPem;
    const entry = {
      registrationId: "unit-1",
      attestation: { type: "x509", x509: { clientCertificates: { primary: { certificate } } } },
    };
    const sent = { method: "PUT", path: `/enrollments/unit-1${version}`, body: JSON.stringify(entry) };
    const { attestation } = JSON.parse((await send(dps, sent)).body);
    expect(attestation.x509.clientCertificates.primary).toEqual({
      info: expect.objectContaining({
        subjectName: "CN=Touchmark Practice Service CA",
        sha256Thumbprint: expect.stringMatching(/^[0-9A-F]{64}$/),
        version: 3,
      }),
    });
    expect(
      await send(dps, { ...sent, path: `/enrollments/unit-2${version}`, body: sent.body.replace("unit-1", "unit-2") }),
    ).toMatchObject({
      status: 400,
    });
  });
});
