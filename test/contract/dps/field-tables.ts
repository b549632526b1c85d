/**
 * The published field tables of the service API 2021-10-01 (from service.json and models.tsp), as data. They
 * are written down here once more and not taken from our schemas, which they judge.
 */
type Scalar = "string" | "integer" | "boolean" | "date-time" | "object" | { readonly oneOf: readonly string[] };

export interface Field {
  readonly type: Scalar | Table | { readonly listOf: Scalar | Table };
  readonly required?: true;
  /** Set by the service; a request does not hold it. */
  readonly readOnly?: true;
  /** Sent by clients, and kept to itself by the service. */
  readonly hidden?: true;
}

export interface Table {
  readonly fields: Readonly<Record<string, Field>>;
}

const text = { type: "string" } as const;
const must = { required: true } as const;
const byService = { readOnly: true } as const;

const twinCollection = { type: "object" } as const;

const certificateInfo: Table = {
  fields: {
    subjectName: { type: "string", ...must },
    sha1Thumbprint: { type: "string", ...must },
    sha256Thumbprint: { type: "string", ...must },
    issuerName: { type: "string", ...must },
    notBeforeUtc: { type: "date-time", ...must },
    notAfterUtc: { type: "date-time", ...must },
    serialNumber: { type: "string", ...must },
    version: { type: "integer", ...must },
  },
};

/** `info` is the service's, and goes back to it with an entry that was read: it stands for the certificate the service keeps. */
const certificate: Table = {
  fields: { certificate: { ...text, hidden: true }, info: { type: certificateInfo } },
};

const certificates: Table = { fields: { primary: { type: certificate }, secondary: { type: certificate } } };

const x509: Table = {
  fields: {
    clientCertificates: { type: certificates },
    signingCertificates: { type: certificates },
    caReferences: { type: { fields: { primary: text, secondary: text } } },
  },
};

export const attestationMechanism: Table = {
  fields: {
    type: { type: { oneOf: ["none", "tpm", "x509", "symmetricKey"] }, ...must },
    tpm: { type: { fields: { endorsementKey: { ...text, ...must }, storageRootKey: text } } },
    x509: { type: x509 },
    symmetricKey: { type: { fields: { primaryKey: text, secondaryKey: text } } },
  },
};

export const registrationState: Table = {
  fields: {
    registrationId: { ...text, ...byService },
    createdDateTimeUtc: { type: "date-time", ...byService },
    assignedHub: { ...text, ...byService },
    deviceId: { ...text, ...byService },
    status: { type: { oneOf: ["unassigned", "assigning", "assigned", "failed", "disabled"] }, ...byService },
    substatus: {
      type: {
        oneOf: ["initialAssignment", "deviceDataMigrated", "deviceDataReset", "reprovisionedToInitialAssignment"],
      },
      ...byService,
    },
    errorCode: { type: "integer", ...byService },
    errorMessage: { ...text, ...byService },
    lastUpdatedDateTimeUtc: { type: "date-time", ...byService },
    etag: { ...text, ...byService },
    payload: { type: "object", ...byService },
  },
};

const terms: Table["fields"] = {
  attestation: { type: attestationMechanism, ...must },
  capabilities: { type: { fields: { iotEdge: { type: "boolean", ...must } } } },
  iotHubHostName: text,
  initialTwin: {
    type: { fields: { tags: twinCollection, properties: { type: { fields: { desired: twinCollection } } } } },
  },
  etag: text,
  provisioningStatus: { type: { oneOf: ["enabled", "disabled"] } },
  reprovisionPolicy: {
    type: {
      fields: {
        updateHubAssignment: { type: "boolean", ...must },
        migrateDeviceData: { type: "boolean", ...must },
      },
    },
  },
  createdDateTimeUtc: { type: "date-time", ...byService },
  lastUpdatedDateTimeUtc: { type: "date-time", ...byService },
  allocationPolicy: { type: { oneOf: ["hashed", "geoLatency", "static", "custom"] } },
  iotHubs: { type: { listOf: "string" } },
  customAllocationDefinition: {
    type: { fields: { webhookUrl: { ...text, ...must }, apiVersion: { ...text, ...must } } },
  },
};

export const individualEnrollment: Table = {
  fields: {
    registrationId: { ...text, ...must },
    deviceId: text,
    registrationState: { type: registrationState, ...byService },
    optionalDeviceInformation: twinCollection,
    ...terms,
  },
};

export const enrollmentGroup: Table = { fields: { enrollmentGroupId: { ...text, ...must }, ...terms } };

const bulkMode = { type: { oneOf: ["create", "update", "updateIfMatchETag", "delete"] }, ...must } as const;

export const bulkRequest: Table = {
  fields: { enrollments: { type: { listOf: individualEnrollment }, ...must }, mode: bulkMode },
};

export const bulkGroupRequest: Table = {
  fields: { enrollmentGroups: { type: { listOf: enrollmentGroup }, ...must }, mode: bulkMode },
};

const itemError = (id: string): Table => ({
  fields: {
    [id]: { type: "string", ...must },
    errorCode: { type: "integer", ...must },
    errorStatus: { type: "string", ...must },
  },
});

const bulkResultOf = (id: string): Table => ({
  fields: { isSuccessful: { type: "boolean", ...must }, errors: { type: { listOf: itemError(id) } } },
});

export const bulkResult = bulkResultOf("registrationId");
export const bulkGroupResult = bulkResultOf("enrollmentGroupId");

export const querySpecification: Table = { fields: { query: { type: "string", ...must } } };

export const errorDetails: Table = {
  fields: {
    errorCode: { type: "integer", ...must },
    trackingId: { type: "string", ...must },
    message: { type: "string", ...must },
    info: { type: "object" },
    timestampUtc: { type: "date-time", ...must },
  },
};

export type Direction = "request" | "response";

/** What a body has against a table, one line each: members of other names or types, those missing, those of the other side. */
export function mismatches(table: Table, body: unknown, direction: Direction, path = ""): readonly string[] {
  if (!isObject(body)) return [`${path || "body"} is no object`];
  const strange = Object.keys(body).filter((name) => !(name in table.fields));
  const wrong = Object.entries(table.fields).flatMap(([name, field]) => {
    const here = path === "" ? name : `${path}.${name}`;
    const value = body[name];
    const foreign = direction === "request" ? field.readOnly : field.hidden;
    if (value === undefined || value === null) {
      // A read-only or hidden member is missing on the other side, and rightly.
      return field.required === true && foreign !== true ? [`${here} is missing`] : [];
    }
    if (foreign === true) return [`${here} is not for a ${direction}`];
    return typeMismatches(field.type, value, direction, here);
  });
  return [...strange.map((name) => `${path === "" ? name : `${path}.${name}`} is unknown`), ...wrong];
}

function typeMismatches(type: Field["type"], value: unknown, direction: Direction, path: string): readonly string[] {
  if (typeof type === "string") return fits(type, value) ? [] : [`${path} is no ${type}`];
  if ("oneOf" in type) return type.oneOf.some((each) => each === value) ? [] : [`${path} is ${String(value)}`];
  if ("fields" in type) return mismatches(type, value, direction, path);
  if (!Array.isArray(value)) return [`${path} is no list`];
  return value.flatMap((item: unknown, index) => typeMismatches(type.listOf, item, direction, `${path}[${index}]`));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function fits(type: Exclude<Scalar, object>, value: unknown): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "date-time") return typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
  return type === "object" ? isObject(value) : typeof value === type;
}

const samples = { integer: 7, boolean: true, "date-time": "2026-11-22T10:00:00.0000000Z", object: { a: 1 } } as const;

/** A body that has every member its side may have; `chosen` gives values where any of the type will not do. */
export function fullBody(
  table: Table,
  direction: Direction,
  chosen: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const members = Object.entries(table.fields).filter(
    ([, field]) => (direction === "request" ? field.readOnly : field.hidden) !== true,
  );
  return Object.fromEntries(
    members.map(([name, { type }]) => [name, name in chosen ? chosen[name] : sampleOf(type, direction, chosen)]),
  );
}

function sampleOf(type: Field["type"], direction: Direction, chosen: Readonly<Record<string, unknown>>): unknown {
  if (type === "string") return "text";
  if (typeof type === "string") return samples[type];
  if ("oneOf" in type) return type.oneOf[0];
  return "fields" in type ? fullBody(type, direction, chosen) : [sampleOf(type.listOf, direction, chosen)];
}

/** The paths of all members of a table, for a test of each. */
export function pathsOf(table: Table, prefix: readonly string[] = []): readonly (readonly string[])[] {
  return Object.entries(table.fields).flatMap(([name, { type }]) => {
    const path = [...prefix, name];
    return typeof type === "object" && "fields" in type ? [path, ...pathsOf(type, path)] : [path];
  });
}
