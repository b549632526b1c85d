import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { OpenDatabase } from "./database/open-database.ts";
import { readRow } from "./database/read-row.ts";
import type { Attestation, UnitEnrollmentState } from "./database/rows/row-values.ts";
import type { Tables } from "./database/tables.ts";
import { isInManifest, type ManifestName, type ManifestRow, ManifestRows, pageSize } from "./manifest-rows.ts";
import { recordsErrors } from "./records-errors.ts";

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
type Json = z.infer<ReturnType<typeof z.json>>;
type EnrollmentSettings = z.infer<typeof enrollmentSettings>;

/** Of JSON as it was just parsed, so there is nothing in it that JSON has not. */
const twinCollection = z.custom<Record<string, Json>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);
const initialTwin = z.object({
  properties: z.object({ desired: twinCollection.optional() }).optional(),
  tags: twinCollection.optional(),
});
const enrollmentSettings = z.object({
  allocationPolicy: z.enum(["hashed", "geoLatency", "static", "custom"]).optional(),
  capabilities: z.object({ iotEdge: z.boolean() }).optional(),
  iotHubs: z.array(z.string()).optional(),
  reprovisionPolicy: z.object({ migrateDeviceData: z.boolean(), updateHubAssignment: z.boolean() }).optional(),
});
const sentEntry = enrollmentSettings.extend({
  provisioningStatus: z.enum(["enabled", "disabled"]).nullish(),
  initialTwin: initialTwin.nullish(),
});
const storedChain = z.array(z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/)).min(1);

/** The passed units of a lot, for whoever writes them out. */
export class ManifestRecords {
  readonly #rows: ManifestRows;
  readonly #database: Kysely<Tables>;
  readonly #practice: boolean;

  constructor({ database, connection, practice }: Pick<OpenDatabase, "database" | "connection" | "practice">) {
    this.#rows = new ManifestRows(connection);
    this.#database = database;
    this.#practice = practice;
  }

  /** Oldest first, a page at a time, so that memory does not grow with the lot. */
  async *entries(lot: string): AsyncGenerator<ManifestRecord, void> {
    for await (const page of this.#pages(lot)) for (const row of page) yield toRecord(row, this.#practice);
  }

  /** The same, each with the number of its unit. */
  async *numbered(lot: string): AsyncGenerator<NumberedRecord, void> {
    for await (const page of this.#pages(lot)) for (const row of page) yield numbered(row, this.#practice);
  }

  /** The units of these names that a manifest may have (500 at most), whatever their lot. */
  async named(by: ManifestName, names: readonly string[]): Promise<readonly NumberedRecord[]> {
    const rows = this.#rows.named(by, names);
    return rows.map((row) => numbered(row, this.#practice));
  }

  /** How many units `entries` would give now. */
  async count(lot: string): Promise<number> {
    const { rows } = await sql`
      select count(*) as passed from units where lot = ${lot} and ${sql.raw(isInManifest)}`.execute(this.#database);
    return readRow(z.object({ passed: z.int() }), rows[0]).passed;
  }

  async *#pages(lot: string): AsyncGenerator<readonly ManifestRow[], void> {
    let after = 0;
    while (true) {
      const rows = this.#rows.ofLot(lot, after);
      yield rows;
      if (rows.length < pageSize) return;
      after = rows.at(-1)?.id ?? after;
      // The line goes on meanwhile.
      await new Promise(setImmediate);
    }
  }
}

const numbered = (row: ManifestRow, practice: boolean): NumberedRecord => ({
  id: row.id,
  record: toRecord(row, practice),
});

/** Members by their names, as canonical JSON has them: of a sealed million none needs to be put in order. */
function toRecord(row: ManifestRow, practice: boolean): ManifestRecord {
  const sent = row.entry === null ? undefined : readRow(sentEntry, parsed(row.entry));
  const { provisioningStatus = null, initialTwin: twin = null, ...settings } = sent ?? {};
  return {
    assignedHub: row.assignedHub,
    attestation: row.attestation,
    certificateChain: row.chain === null ? null : pemChain(readRow(storedChain, parsed(row.chain))),
    certificateNotAfter: row.certificateNotAfter,
    certificateSerialNumber: row.certificateSerialNumber,
    certificateSha256: row.certificateSha256,
    deviceId: row.deviceId,
    endorsementKey: row.endorsementKey,
    enrollment: row.enrollment,
    ...(row.enrollmentGroup === null ? {} : { enrollmentGroup: row.enrollmentGroup }),
    enrollmentSettings: Object.keys(settings).length === 0 ? null : settings,
    initialTwin: twin,
    lot: row.lot,
    model: row.model,
    // A practice device may be recorded by a real station too, at a service on this machine.
    practice: practice || row.practice === 1,
    provisionedAt: row.provisionedAt,
    provisioningStatus,
    recipe: row.recipe,
    recipeHash: row.recipeHash,
    registrationId: row.registrationId,
    serialNumber: row.serialNumber,
    service: row.service,
  };
}

/** RFC 7468, as `base/bytes/pem.ts` writes it; without the way through the bytes, which a million would make long. */
const pemChain = (chain: readonly string[]): string =>
  chain
    .map((der) => `-----BEGIN CERTIFICATE-----\n${der.replaceAll(/.{1,64}/g, "$&\n")}-----END CERTIFICATE-----\n`)
    .join("");

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw recordsErrors.damaged("a stored row does not fit: not JSON", cause);
  }
}
