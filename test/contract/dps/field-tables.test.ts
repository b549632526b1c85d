import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { isStationError } from "../../../main/base/errors/station-error.ts";
import { SasCredential } from "../../../main/dps/auth/sas-credential.ts";
import { parseConnectionString } from "../../../main/dps/connection-string.ts";
import { decodeSymmetricKey, deriveDeviceKey } from "../../../main/dps/derive-device-key.ts";
import { DpsClient } from "../../../main/dps/dps-client.ts";
import { openConnection } from "../../../main/dps/http/connection.ts";
import { type HttpRequest, sendRequest } from "../../../main/dps/http/request.ts";
import { enrollmentGroup as groupSchema } from "../../../main/dps/schema/enrollment-group.ts";
import { individualEnrollment as entrySchema } from "../../../main/dps/schema/individual-enrollment.ts";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { registerDevice } from "../../../main/practice/field-client/register-device.ts";
import * as tables from "./field-tables.ts";
import { keyGroup, signedBy, testHierarchy } from "./group-fixture.ts";
import { quickRetry, startService, tpmEntry } from "./service-fixture.ts";

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** A client, what it sent, and what it is answered: by somebody who only listens. */
async function eavesdrop(answer: () => unknown): Promise<{ readonly client: DpsClient; readonly sent: Sent[] }> {
  const sent: Sent[] = [];
  const server = createServer((incoming, outgoing) => {
    let body = "";
    incoming.on("data", (part: Buffer) => {
      body += part.toString();
    });
    incoming.on("end", () => {
      const { method = "", url = "", headers } = incoming;
      sent.push({ method, path: url, headers, body: body === "" ? undefined : JSON.parse(body) });
      if (method === "DELETE") outgoing.writeHead(204).end();
      else outgoing.end(JSON.stringify(answer()));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const key = Buffer.alloc(32).toString("base64");
  const access = { url: `http://127.0.0.1:${port}`, hostName: "x", policyName: "x", key, retry: quickRetry };
  const client = new DpsClient(access);
  onTestFinished(() => {
    client.close();
    server.close();
  });
  return { client, sent };
}

const fullEntry = tables.fullBody(tables.individualEnrollment, "response", { registrationId: "unit-1" });
const fullGroup = tables.fullBody(tables.enrollmentGroup, "response", { enrollmentGroupId: "line-1" });
const state = tables.fullBody(tables.registrationState, "response");
const mechanism = tables.fullBody(tables.attestationMechanism, "response");
const done = { isSuccessful: true, errors: [] };

interface Operation {
  readonly name: string;
  readonly call: (client: DpsClient) => Promise<unknown>;
  readonly answer: unknown;
  readonly request: string;
  readonly body?: tables.Table;
}

/** An entry as it was read is what is written back: the fullest request there is. */
const entry = entrySchema.parse(fullEntry);
const group = groupSchema.parse(fullGroup);
const { enrollmentGroup, individualEnrollment, querySpecification } = tables;

/** The published table of operations, row by row. */
const operations: readonly Operation[] = [
  {
    name: "1",
    call: (client) => client.getEnrollment("unit-1"),
    answer: fullEntry,
    request: "GET /enrollments/unit-1",
  },
  {
    name: "2",
    call: (client) => client.putEnrollment(entry),
    answer: fullEntry,
    request: "PUT /enrollments/unit-1",
    body: individualEnrollment,
  },
  {
    name: "3",
    call: (client) => client.deleteEnrollment("unit:1"),
    answer: null,
    request: "DELETE /enrollments/unit%3A1",
  },
  {
    name: "4",
    call: (client) => client.bulkEnrollments("updateIfMatchETag", [entry]),
    answer: done,
    request: "POST /enrollments",
    body: tables.bulkRequest,
  },
  {
    name: "5",
    call: (client) => client.queryEnrollments(),
    answer: [fullEntry],
    request: "POST /enrollments/query",
    body: querySpecification,
  },
  {
    name: "6",
    call: (client) => client.getAttestationMechanism("unit-1"),
    answer: mechanism,
    request: "POST /enrollments/unit-1/attestationmechanism",
  },
  {
    name: "7",
    call: (client) => client.getEnrollmentGroup("line-1"),
    answer: fullGroup,
    request: "GET /enrollmentGroups/line-1",
  },
  {
    name: "8",
    call: (client) => client.putEnrollmentGroup(group, { ifMatch: "*" }),
    answer: fullGroup,
    request: "PUT /enrollmentGroups/line-1",
    body: enrollmentGroup,
  },
  {
    name: "9",
    call: (client) => client.deleteEnrollmentGroup("line-1"),
    answer: null,
    request: "DELETE /enrollmentGroups/line-1",
  },
  {
    name: "10",
    call: (client) => client.bulkEnrollmentGroups("create", [group]),
    answer: done,
    request: "POST /enrollmentGroups",
    body: tables.bulkGroupRequest,
  },
  {
    name: "11",
    call: (client) => client.queryEnrollmentGroups(),
    answer: [fullGroup],
    request: "POST /enrollmentGroups/query",
    body: querySpecification,
  },
  {
    name: "12",
    call: (client) => client.getGroupAttestationMechanism("line-1"),
    answer: mechanism,
    request: "POST /enrollmentGroups/line-1/attestationmechanism",
  },
  {
    name: "13",
    call: (client) => client.getRegistrationState("unit-1"),
    answer: state,
    request: "GET /registrations/unit-1",
  },
  {
    name: "14",
    call: (client) => client.deleteRegistrationState("unit-1", { ifMatch: "e" }),
    answer: null,
    request: "DELETE /registrations/unit-1",
  },
  {
    name: "15",
    call: (client) => client.queryGroupRegistrationStates("line-1"),
    answer: [state],
    request: "POST /registrations/line-1/query",
  },
];

describe("what we send", () => {
  it.each(operations)("operation $name: $request", async ({ call, answer, request, body }) => {
    const { client, sent } = await eavesdrop(() => answer);
    await call(client);
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([`${request}?api-version=2021-10-01`]);
    const [only] = sent;
    if (body !== undefined) expect(tables.mismatches(body, only?.body, "request")).toEqual([]);
    const length = Buffer.byteLength(only?.body === undefined ? "" : JSON.stringify(only.body));
    expect(only?.headers).toMatchObject({ accept: "application/json", "content-length": String(length) });
    if (only?.body !== undefined) expect(only.headers["content-type"]).toBe("application/json; charset=utf-8");
  });

  it("leaves out of an entry nothing that the service let us read and lets us write", async () => {
    const { client, sent } = await eavesdrop(() => fullEntry);
    await client.putEnrollment(entry);
    const { registrationState: _1, createdDateTimeUtc: _2, lastUpdatedDateTimeUtc: _3, ...writable } = fullEntry;
    expect(Object.keys(Object(sent[0]?.body)).sort()).toEqual(Object.keys(writable).sort());
  });
});

describe("what we read", () => {
  const without = (body: unknown, [name = "", ...rest]: readonly string[], value: unknown): unknown => {
    const members = Object(body) as Record<string, unknown>;
    return { ...members, [name]: rest.length === 0 ? value : without(members[name], rest, value) };
  };

  it("every published member of an entry and a group is known, and comes back as it is", () => {
    const { payload: _payload, ...shown } = Object(fullEntry["registrationState"]);
    expect(entry).toEqual({ ...fullEntry, registrationState: shown });
    expect(group).toEqual(fullGroup);
  });

  it("members that may be missing may be null too; members of later versions are passed over", async () => {
    const least = { registrationId: "unit-1", attestation: { type: "none" } };
    const names = Object.keys(fullEntry).filter((name) => !(name in least));
    const nulls = Object.fromEntries(names.map((name) => [name, null]));
    for (const answer of [least, { ...nulls, ...least }, { ...least, credentialPolicyName: "preview" }]) {
      const { client } = await eavesdrop(() => answer);
      expect(await client.getEnrollment("unit-1")).toMatchObject(least);
    }
  });

  it("a member of another type makes it no entry", async () => {
    // Numbers are read as numbers, whole or not, and the payload is the device's own affair.
    const judged = tables
      .pathsOf(individualEnrollment)
      .filter((path) => !["payload", "version"].includes(path.at(-1) ?? ""));
    let answer: unknown;
    const { client } = await eavesdrop(() => answer);
    const passed: string[] = [];
    for (const path of judged) {
      answer = without(fullEntry, path, path.at(-1) === "errorCode" ? "x" : 7.5);
      const code = await client.getEnrollment("unit-1").then(
        () => "taken",
        (error: unknown) => (isStationError(error, "dps.malformed") ? "refused" : String(error)),
      );
      if (code !== "refused") passed.push(`${path.join(".")}: ${code}`);
    }
    expect(judged.length).toBeGreaterThan(60);
    expect(passed).toEqual([]);
  });
});

/** The body as it is on the wire, before our schemas leave out what they do not know. */
async function raw(dps: PracticeDps, method: HttpRequest["method"], path: string, body?: object): Promise<unknown> {
  const credential = new SasCredential(parseConnectionString(dps.connectionString));
  const connection = openConnection({ url: dps.url, ca: [dps.caPem] });
  onTestFinished(() => connection.close());
  const authorization = await credential.authorization({ now: new Date() });
  const headers = { Accept: "application/json", "Content-Type": "application/json", Authorization: authorization };
  const target = `${path}?api-version=2021-10-01`;
  const sent = { method, target, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  return JSON.parse((await sendRequest(connection, sent)).body);
}

describe("what the practice service shows", () => {
  const primaryKey = Buffer.alloc(64, 7).toString("base64");

  it("of entries, groups, registrations, bulk calls, keys and errors holds the published members and no other", async () => {
    const { dps, client } = await startService({ assignAfterMs: 20, retryAfterSeconds: 0 });
    const plant = await testHierarchy();
    const leaf = (await plant.device("unit-2")).pem;
    await client.putEnrollmentGroup(signedBy("x509", plant.line));
    await client.putEnrollmentGroup(keyGroup("keys", primaryKey));
    await client.putEnrollment(tpmEntry("unit-1"));
    await client.putEnrollment({
      registrationId: "unit-2",
      attestation: { type: "x509", x509: { clientCertificates: { primary: { certificate: leaf } } } },
    });
    await client.putEnrollment({ registrationId: "unit-3", attestation: { type: "symmetricKey", symmetricKey: {} } });
    const registration = { endpoint: dps.endpoint, idScope: dps.idScope, attestation: "symmetric-key" } as const;
    await registerDevice({
      endpoint: dps.endpoint,
      ca: dps.caPem,
      registration: { ...registration, registrationId: "sn-1" },
      symmetricKey: deriveDeviceKey(decodeSymmetricKey(primaryKey), "sn-1"),
    });
    const twice = { mode: "create", enrollments: [tpmEntry("unit-1"), tpmEntry("unit-9", 3)] };
    const seen = [
      ...["unit-1", "unit-2", "unit-3"].map((id) => [individualEnrollment, "GET", `/enrollments/${id}`] as const),
      ...["x509", "keys"].map((id) => [enrollmentGroup, "GET", `/enrollmentGroups/${id}`] as const),
      [tables.registrationState, "GET", "/registrations/sn-1"] as const,
      [tables.attestationMechanism, "POST", "/enrollments/unit-3/attestationmechanism"] as const,
      [tables.attestationMechanism, "POST", "/enrollmentGroups/keys/attestationmechanism"] as const,
      [tables.bulkResult, "POST", "/enrollments", twice] as const,
      [
        tables.bulkGroupResult,
        "POST",
        "/enrollmentGroups",
        { mode: "create", enrollmentGroups: [keyGroup("keys")] },
      ] as const,
      [tables.errorDetails, "GET", "/enrollments/nobody"] as const,
    ];
    for (const [table, method, path, body] of seen) {
      expect([path, tables.mismatches(table, await raw(dps, method, path, body), "response")]).toEqual([path, []]);
    }
    for (const [table, path] of [
      [individualEnrollment, "/enrollments/query"],
      [enrollmentGroup, "/enrollmentGroups/query"],
    ] as const) {
      const items = await raw(dps, "POST", path, { query: "*" });
      expect(Array.isArray(items) && items.flatMap((item) => tables.mismatches(table, item, "response"))).toEqual([]);
    }
  });

  it("of an entry is all that may be sent, as it was sent", async () => {
    const { dps } = await startService();
    const [hub = ""] = dps.hubs;
    const chosen = {
      registrationId: "unit-1",
      attestation: tpmEntry("unit-1").attestation,
      allocationPolicy: "static",
      iotHubs: [hub],
    };
    const { etag: _etag, iotHubHostName: _old, ...body } = tables.fullBody(individualEnrollment, "request", chosen);
    expect(tables.mismatches(individualEnrollment, body, "request")).toEqual([]);
    expect(await raw(dps, "PUT", "/enrollments/unit-1", body)).toMatchObject(body);
    expect(await raw(dps, "GET", "/enrollments/unit-1")).toMatchObject(body);
  });
});

it("the tables themselves tell what is wrong", async () => {
  const { line } = await testHierarchy();
  const body = {
    ...signedBy("x", line),
    enrollmentGroupId: 7,
    color: "red",
    createdDateTimeUtc: "now",
    iotHubs: ["a", 1],
  };
  expect(tables.mismatches(enrollmentGroup, body, "request")).toEqual([
    "color is unknown",
    "enrollmentGroupId is no string",
    "createdDateTimeUtc is not for a request",
    "iotHubs[1] is no string",
  ]);
  expect(tables.mismatches(enrollmentGroup, signedBy("x", line), "response")).toEqual([
    "attestation.x509.signingCertificates.primary.certificate is not for a response",
  ]);
});
