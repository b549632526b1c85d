import { type Kysely, type RawBuilder, sql } from "kysely";
import { z } from "zod";
import { fromBase64 } from "../base/bytes/base64.ts";
import { readRow } from "./database/read-row.ts";
import { certificateRow } from "./database/rows/certificate-rows.ts";
import { enrollmentRow, groupRegistrationRow } from "./database/rows/enrollment-rows.ts";
import { identityRow } from "./database/rows/identity-rows.ts";
import {
  type Attestation,
  type Facts,
  type Outcome,
  type UnitEnrollmentState,
  unitEnrollmentState,
} from "./database/rows/row-values.ts";
import { unitRow } from "./database/rows/unit-rows.ts";
import type { Tables } from "./database/tables.ts";
import { findUnits } from "./find-units.ts";
import { unitEnrollment } from "./unit-enrollment.ts";
import { type RecordedEndorsementCertificate, readEndorsementCertificates } from "./endorsement-certificates.ts";
import type { UnitState } from "./unit-transitions.ts";
import { readUnitStates, type UnitStateEntry } from "./unit-state-history.ts";
import { type RunHistoryEntry, readRunHistory } from "./run-history.ts";

export type { UnitState };

export interface UnitRow {
  readonly serialNumber: string;
  readonly model: string;
  readonly lot: string;
  readonly state: UnitState;
  readonly registrationId: string | null;
  readonly enrollment: UnitEnrollmentState | null;
  readonly assignedHub: string | null;
  /** Number of runs so far. */
  readonly runs: number;
  /** set-aside: it waits for a certificate that is signed elsewhere. */
  readonly lastOutcome: Outcome | "set-aside" | null;
  readonly updatedAt: string;
}

export interface UnitCertificate {
  readonly serialNumber: string;
  readonly authority: string;
  readonly issuedAt: string;
  /** The unit's own certificate. */
  readonly der: Uint8Array;
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[];
}

export interface UnitEnrollment {
  readonly state: z.infer<typeof enrollmentRow>["state"];
  /** Of the entry at the service, as it was recorded or changed by people since; null: it is not there yet. */
  readonly status: "enabled" | "disabled" | "deleted" | null;
  readonly service: string;
  readonly deviceId: string;
  readonly attempts: number;
  readonly code: string | null;
  readonly detail: string | null;
  readonly updatedAt: string;
  readonly registration: {
    readonly status: string;
    readonly assignedHub: string | null;
    readonly deviceId: string | null;
    readonly at: string | null;
  } | null;
}

export interface UnitDetail extends UnitRow {
  readonly attestation: Attestation | null;
  /** Device id of the identity; null before there is one. */
  readonly deviceId: string | null;
  readonly endorsementKey: string | null;
  readonly publicKeySha256: string | null;
  readonly facts: Facts;
  /** Newest first. */
  readonly certificates: readonly UnitCertificate[];
  /** In the unit's TPM, as the last run that passed read them. */
  readonly endorsementCertificates: readonly RecordedEndorsementCertificate[];
  readonly enrollmentDetail: UnitEnrollment | null;
  /** The group the unit is enrolled by, in place of an entry of its own. */
  readonly enrollmentGroup: {
    readonly id: string;
    readonly service: string;
    /** What the service last said of the device's own registration; null until it was asked. */
    readonly registration: UnitEnrollment["registration"];
  } | null;
  /** Newest first, the last 100. */
  readonly runHistory: readonly RunHistoryEntry[];
  /** Oldest first. */
  readonly stateHistory: readonly UnitStateEntry[];
}

const listedUnit = unitRow
  .pick({
    id: true,
    serialNumber: true,
    model: true,
    lot: true,
    state: true,
    runs: true,
    updatedAt: true,
  })
  .extend({
    lastOutcome: z.enum([...unitRow.shape.lastOutcome.unwrap().options, "set-aside"]).nullable(),
    registrationId: z.string().nullable(),
    enrollment: unitEnrollmentState.nullable(),
    assignedHub: z.string().nullable(),
  });

/** Units: the physical devices the line has seen. */
export class UnitRecords {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async get(serialNumber: string): Promise<UnitRow | undefined> {
    return (await this.#find(serialNumber))?.row;
  }

  /**
   * The units worked on last come first. `search` is a whole name of a unit as `findUnits` knows them, and then only that unit is shown;
   * or a case-insensitive part of serial number, registration id or lot.
   */
  async list(page: { readonly search: string; readonly offset: number; readonly limit: number }): Promise<{
    readonly units: readonly UnitRow[];
    readonly total: number;
  }> {
    const { search, offset, limit } = page;
    const wanted = await this.#wanted(search);
    const { rows } = await sql`
      select ${unitColumns} ${unitTables} where units.id in (
        select id from units where ${wanted} order by lastRun desc limit ${limit} offset ${offset}
      ) order by units.lastRun desc`.execute(this.#database);
    const total = await sql`select count(*) as total from units where ${wanted}`.execute(this.#database);
    return {
      units: rows.map((row) => toUnitRow(row).row),
      total: readRow(z.object({ total: z.int() }), total.rows[0]).total,
    };
  }

  /** Everything about one unit but what its certificates say. */
  async detail(serialNumber: string): Promise<UnitDetail | undefined> {
    const found = await this.#find(serialNumber);
    if (found === undefined) return undefined;
    const identity = await this.#database
      .selectFrom("identities")
      .selectAll()
      .where("unit", "=", found.id)
      .executeTakeFirst();
    const known = identity === undefined ? undefined : readRow(identityRow, identity);
    return {
      ...found.row,
      attestation: known?.attestation ?? null,
      deviceId: known?.deviceId ?? null,
      endorsementKey: known?.endorsementKey ?? null,
      publicKeySha256: known?.publicKeySha256 ?? null,
      facts: known?.facts ?? {},
      certificates: await this.#certificates(found.id),
      endorsementCertificates: await readEndorsementCertificates(this.#database, found.id),
      enrollmentDetail: await this.#enrollment(found.id),
      enrollmentGroup: await this.#group(found.id, known),
      runHistory: await readRunHistory(this.#database, found.id),
      stateHistory: await readUnitStates(this.#database, found.id),
    };
  }

  async #wanted(search: string): Promise<RawBuilder<unknown>> {
    if (search === "") return sql`true`;
    const exact = await findUnits(this.#database, search);
    return exact.length > 0 ? sql`id in (${sql.join(exact)})` : sql`instr(searchText, ${search.toLowerCase()}) > 0`;
  }

  async #find(serialNumber: string): Promise<{ readonly id: number; readonly row: UnitRow } | undefined> {
    const { rows } = await sql`
      select ${unitColumns} ${unitTables} where units.serialNumber = ${serialNumber}`.execute(this.#database);
    return rows[0] === undefined ? undefined : toUnitRow(rows[0]);
  }

  async #certificates(unit: number): Promise<readonly UnitCertificate[]> {
    const rows = await this.#database
      .selectFrom("certificates")
      .selectAll()
      .where("unit", "=", unit)
      .where("state", "=", "issued")
      .orderBy("id", "desc")
      .execute();
    return rows.map((row) => {
      const { serialNumber, authority, issuedAt, chain } = readRow(certificateRow, row);
      const ders = (chain ?? []).map(fromBase64);
      return { serialNumber, authority, issuedAt: issuedAt ?? "", der: ders[0] ?? new Uint8Array(), chain: ders };
    });
  }

  async #group(
    unit: number,
    identity: z.output<typeof identityRow> | undefined,
  ): Promise<UnitDetail["enrollmentGroup"]> {
    const { enrollmentGroup: id = null, groupService: service = null } = identity ?? {};
    if (id === null || service === null) return null;
    const row = await this.#database
      .selectFrom("groupRegistrations")
      .selectAll()
      .where("unit", "=", unit)
      .executeTakeFirst();
    if (row === undefined) return { id, service, registration: null };
    const { status, assignedHub, deviceId, registeredAt: at } = readRow(groupRegistrationRow, row);
    return { id, service, registration: { status, assignedHub, deviceId, at } };
  }

  async #enrollment(unit: number): Promise<UnitEnrollment | null> {
    const row = await this.#database.selectFrom("enrollments").selectAll().where("unit", "=", unit).executeTakeFirst();
    if (row === undefined) return null;
    const { state, service, deviceId, attempts, code, detail, updatedAt, ...more } = readRow(enrollmentRow, row);
    const registration =
      more.registrationStatus === null
        ? null
        : {
            status: more.registrationStatus,
            assignedHub: more.assignedHub,
            deviceId: more.registrationDeviceId,
            at: more.registrationAt,
          };
    return {
      state,
      status: statusOf({ state, ...more }),
      service,
      deviceId,
      attempts,
      code,
      detail,
      updatedAt,
      registration,
    };
  }
}

/** Its request waits for whoever signs it. */
export const isSetAside = sql`units.id in (select unit from certificateRequests where state = 'awaiting')`;

export const unitColumns = sql`units.id, units.serialNumber, units.model, units.lot, units.state, units.runs,
  iif(units.lastOutcome = 'interrupted' and ${isSetAside}, 'set-aside', units.lastOutcome) as lastOutcome, units.updatedAt, identities.registrationId, ${unitEnrollment} as enrollment, enrollments.assignedHub`;

export const unitTables = sql`from units
  left join identities on identities.unit = units.id
  left join enrollments on enrollments.unit = units.id`;

function statusOf({ state, entry, deletedAt }: Pick<z.output<typeof enrollmentRow>, "state" | "entry" | "deletedAt">) {
  if (state !== "enrolled") return null;
  if (deletedAt !== null) return "deleted";
  return entry["provisioningStatus"] === "disabled" ? "disabled" : "enabled";
}

export function toUnitRow(row: unknown): { readonly id: number; readonly row: UnitRow } {
  const { id, ...rest } = readRow(listedUnit, row);
  return { id, row: rest };
}
