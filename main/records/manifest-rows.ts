import type { Database, Statement } from "better-sqlite3";
import { z } from "zod";
import { codedDatabaseError } from "./database/coded-database-error.ts";
import { readRow } from "./database/read-row.ts";
import { certificateRow } from "./database/rows/certificate-rows.ts";
import { identityRow } from "./database/rows/identity-rows.ts";
import { lotRow } from "./database/rows/lot-rows.ts";
import { unitEnrollmentState } from "./database/rows/row-values.ts";
import { unitRow } from "./database/rows/unit-rows.ts";

/** Few enough that a page is dropped before the garbage collector takes it for something that stays. */
export const pageSize = 100;
const mostNames = 500;

/** What a manifest tells of passed units; `toRecord` makes the entry of it. */
export const manifestColumns = `
  units.id, units.serialNumber, units.model, units.lot, units.passedAt as provisionedAt, lots.recipe, lots.recipeHash,
  identities.attestation, identities.registrationId, identities.deviceId, identities.endorsementKey,
  identities.certificateSerialNumber, identities.facts ->> '$.practice' as practice,
  certificates.notAfter as certificateNotAfter, certificates.sha256 as certificateSha256, certificates.chain,
  coalesce(enrollments.state, iif(identities.enrollmentGroup is null, null, 'group')) as enrollment,
  identities.enrollmentGroup, coalesce(enrollments.service, identities.groupService) as service, enrollments.entry,
  enrollments.assignedHub
from units
  cross join lots on lots.lot = units.lot
  join identities on identities.unit = units.id
  left join certificates on certificates.serialNumber = identities.certificateSerialNumber
    and certificates.authority = identities.certificateAuthority
  left join enrollments on enrollments.unit = units.id`;

/**
 * Passed, and neither on hold nor scrapped: nobody may vouch for those. The plus keeps the planner at the
 * index that has them in their order, as does the cross join: sorting a million for every page would take for ever.
 */
export const isInManifest = "units.passedAt is not null and +units.state in ('provisioned', 'verified')";

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
  practice: z.unknown(),
  certificateNotAfter: certificateRow.shape.notAfter,
  certificateSha256: certificateRow.shape.sha256,
  /** JSON of base64 DER, leaf first. */
  chain: z.string().nullable(),
  enrollment: unitEnrollmentState.nullable(),
  enrollmentGroup: identityRow.shape.enrollmentGroup,
  service: z.string().nullable(),
  /** JSON. */
  entry: z.string().nullable(),
  assignedHub: z.string().nullable(),
});

/** What a file may call a unit by. */
export type ManifestName = "serialNumber" | "registrationId" | "deviceId";

/** By an index each. */
const isNamed: Readonly<Record<ManifestName, string>> = {
  serialNumber: "units.serialNumber in (select value from json_each(@names))",
  registrationId:
    "units.id in (select unit from identities where registrationKey in (select lower(value) from json_each(@names)))",
  deviceId: "units.id in (select unit from identities where deviceId in (select value from json_each(@names)))",
};

export type ManifestRow = z.output<typeof row>;

/**
 * The rows of a manifest by statements prepared once on the bare connection: a lot may have a million. Page by page, so that others get
 * their turn in between and memory does not grow with the lot.
 */
export class ManifestRows {
  readonly #connection: Database;
  #ofLot: Statement | undefined;
  readonly #named = new Map<string, Statement>();

  constructor(connection: Database) {
    this.#connection = connection;
  }

  /** At most `pageSize` units of the lot that its manifest has, beginning after this number of a unit. */
  ofLot(lot: string, after: number): readonly ManifestRow[] {
    return this.#read(() => {
      this.#ofLot ??= this.#connection.prepare(
        `select ${manifestColumns} where units.lot = @lot and units.id > @after and ${isInManifest}
        order by units.id limit ${pageSize}`,
      );
      return this.#ofLot.all({ lot, after });
    });
  }

  /** Those that a manifest may have among the first 500 of these names. */
  named(by: ManifestName, names: readonly string[]): readonly ManifestRow[] {
    return this.#read(() => {
      const statement =
        this.#named.get(by) ??
        this.#connection.prepare(
          `select ${manifestColumns} where ${isNamed[by]} and ${isInManifest} order by units.id limit ${mostNames}`,
        );
      this.#named.set(by, statement);
      return statement.all({ names: JSON.stringify(names.slice(0, mostNames)) });
    });
  }

  #read(ask: () => readonly unknown[]): readonly ManifestRow[] {
    try {
      return ask().map((each) => readRow(row, each));
    } catch (error) {
      throw codedDatabaseError(error);
    }
  }
}
