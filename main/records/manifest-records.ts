import { createHash } from "node:crypto";
import { type Kysely, type RawBuilder, sql } from "kysely";
import { z } from "zod";
import { fromBase64 } from "../base/bytes/base64.ts";
import { toHex } from "../base/bytes/bytes.ts";
import { toPem } from "../base/bytes/pem.ts";
import { readRow } from "./database/read-row.ts";
import {
  type Attestation,
  certificateRow,
  enrollmentRow,
  identityRow,
  lotRow,
  type Tables,
  type UnitEnrollmentState,
  unitEnrollmentState,
  unitRow,
} from "./database/tables.ts";
import { unitEnrollment } from "./unit-enrollment.ts";

/** One passed unit as a manifest tells it: chosen members only, so nothing else that is on record can slip out. */
export interface ManifestRecord {
  readonly registrationId: string;
  readonly deviceId: string;
  readonly serialNumber: string;
  readonly model: string;
  readonly lot: string;
  readonly attestation: Attestation;
  /** Base64 TPM2B_PUBLIC. */
  readonly endorsementKey: string | null;
  /** PEM, leaf first. */
  readonly certificateChain: string | null;
  /** Hex SHA-256 of the leaf's DER. */
  readonly certificateSha256: string | null;
  readonly certificateSerialNumber: string | null;
  readonly certificateNotAfter: string | null;
  readonly enrollment: UnitEnrollmentState | null;
  /** The group that stands for an entry of its own. */
  readonly enrollmentGroup?: string;
  readonly service: string | null;
  readonly provisioningStatus: "enabled" | "disabled" | null;
  readonly initialTwin: InitialTwin | null;
  /** What else the service's entry says. */
  readonly enrollmentSettings: EnrollmentSettings | null;
  readonly assignedHub: string | null;
  readonly provisionedAt: string;
  readonly recipe: string;
  readonly recipeHash: string;
  readonly practice: boolean;
}

export interface NumberedRecord {
  /** Of the unit, growing from 1. */
  readonly id: number;
  readonly record: ManifestRecord;
}

type InitialTwin = z.infer<typeof initialTwin>;
type EnrollmentSettings = z.infer<typeof enrollmentSettings>;

const pageSize = 500;
const twinCollection = z.record(z.string(), z.json());
const initialTwin = z.object({
  tags: twinCollection.optional(),
  properties: z.object({ desired: twinCollection.optional() }).optional(),
});
const enrollmentSettings = z.object({
  capabilities: z.object({ iotEdge: z.boolean() }).optional(),
  reprovisionPolicy: z.object({ updateHubAssignment: z.boolean(), migrateDeviceData: z.boolean() }).optional(),
  allocationPolicy: z.enum(["hashed", "geoLatency", "static", "custom"]).optional(),
  iotHubs: z.array(z.string()).optional(),
});
const sentEntry = z.object({
  provisioningStatus: z.enum(["enabled", "disabled"]).nullish(),
  initialTwin: initialTwin.nullish(),
});

const row = z.object({
  id: z.int(),
  serialNumber: unitRow.shape.serialNumber,
  model: unitRow.shape.model,
  lot: unitRow.shape.lot,
  provisionedAt: z.iso.datetime(),
  recipe: lotRow.shape.recipe,
  recipeHash: lotRow.shape.recipeHash,
  attestation: identityRow.shape.attestation,
  registrationId: identityRow.shape.registrationId,
  deviceId: identityRow.shape.deviceId,
  endorsementKey: identityRow.shape.endorsementKey,
  certificateSerialNumber: identityRow.shape.certificateSerialNumber,
  certificateNotAfter: certificateRow.shape.notAfter,
  chain: certificateRow.shape.chain,
  enrollment: unitEnrollmentState.nullable(),
  enrollmentGroup: identityRow.shape.enrollmentGroup,
  service: enrollmentRow.shape.service.nullable(),
  entry: enrollmentRow.shape.entry.nullable(),
  assignedHub: enrollmentRow.shape.assignedHub,
  facts: identityRow.shape.facts,
});

/** The passed units of a lot, for whoever writes them out. */
export class ManifestRecords {
  readonly #database: Kysely<Tables>;
  readonly #practice: boolean;

  constructor(database: Kysely<Tables>, practice: boolean) {
    this.#database = database;
    this.#practice = practice;
  }

  /** Oldest first, a page at a time, so that memory does not grow with the lot. */
  async *entries(lot: string): AsyncGenerator<ManifestRecord, void> {
    for await (const { record } of this.numbered(lot)) yield record;
  }

  /** The same, each with the number of its unit. */
  async *numbered(lot: string): AsyncGenerator<NumberedRecord, void> {
    let after = 0;
    while (true) {
      const rows = await this.#page(sql`units.lot = ${lot} and units.id > ${after}`);
      for (const { id, ...unit } of rows) {
        after = id;
        yield { id, record: toRecord(unit, this.#practice) };
      }
      if (rows.length < pageSize) return;
    }
  }

  /** The passed units of these serial numbers (500 at most), whatever their lot. */
  async withSerialNumbers(serialNumbers: readonly string[]): Promise<readonly NumberedRecord[]> {
    const rows = await this.#page(sql`units.serialNumber in (${sql.join(serialNumbers.slice(0, pageSize))})`);
    return rows.map(({ id, ...unit }) => ({ id, record: toRecord(unit, this.#practice) }));
  }

  /** How many units `entries` would give now. */
  async count(lot: string): Promise<number> {
    const { rows } = await sql`
      select count(*) as passed from units where lot = ${lot} and passedAt is not null`.execute(this.#database);
    return readRow(z.object({ passed: z.int() }), rows[0]).passed;
  }

  async #page(which: RawBuilder<unknown>): Promise<readonly z.output<typeof row>[]> {
    const { rows } = await sql`
      select units.id, units.serialNumber, units.model, units.lot, units.passedAt as provisionedAt,
        lots.recipe, lots.recipeHash, identities.attestation, identities.registrationId, identities.deviceId,
        identities.endorsementKey, identities.certificateSerialNumber, identities.facts, certificates.notAfter as certificateNotAfter,
        certificates.chain, ${unitEnrollment} as enrollment, identities.enrollmentGroup,
        coalesce(enrollments.service, identities.groupService) as service, enrollments.entry, enrollments.assignedHub
      from units
        join lots on lots.lot = units.lot
        join identities on identities.unit = units.id
        left join certificates on certificates.serialNumber = identities.certificateSerialNumber
        left join enrollments on enrollments.unit = units.id
      where ${which} and units.passedAt is not null
      order by units.id limit ${pageSize}`.execute(this.#database);
    return rows.map((each) => readRow(row, each));
  }
}

function toRecord(
  { chain, entry, facts, enrollmentGroup, ...unit }: Omit<z.output<typeof row>, "id">,
  practice: boolean,
): ManifestRecord {
  const ders = chain?.map(fromBase64) ?? [];
  const sent = entry === null ? undefined : readRow(sentEntry, entry);
  return {
    ...unit,
    certificateChain: ders.length === 0 ? null : ders.map((der) => toPem("CERTIFICATE", der)).join(""),
    certificateSha256: ders[0] === undefined ? null : toHex(createHash("sha256").update(ders[0]).digest()),
    ...(enrollmentGroup === null ? {} : { enrollmentGroup }),
    provisioningStatus: sent?.provisioningStatus ?? null,
    initialTwin: sent?.initialTwin ?? null,
    enrollmentSettings: entry === null ? null : settingsIn(readRow(enrollmentSettings, entry)),
    // A practice device may be recorded by a real station too, at a service on this machine.
    practice: practice || facts["practice"] === true,
  };
}

const settingsIn = (settings: EnrollmentSettings): EnrollmentSettings | null =>
  Object.keys(settings).length === 0 ? null : settings;
