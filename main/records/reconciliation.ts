import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { Clock } from "../base/clock.ts";
import { readRow } from "./database/read-row.ts";
import { enrollmentRow } from "./database/rows/enrollment-rows.ts";
import type { Tables } from "./database/tables.ts";
import { inUnforcedTransaction } from "./database/transaction.ts";
import { keepGroupRegistration, type SeenRegistration } from "./group-registrations.ts";

const count = z.int().nonnegative();
const progressSchema = z.object({
  startedAt: z.iso.datetime(),
  phase: z.enum(["service", "records", "groups"]),
  group: z.string().nullable().default(null),
  continuation: z.string().nullable(),
  afterId: z.int(),
  counts: z.object({
    entries: count,
    missing: count,
    extra: count,
    different: count,
    disabled: count,
    registered: count,
    neverRegistered: count,
    groupDevices: count.default(0),
  }),
});

/** Where a reconciliation with a service is. */
export type ReconciliationProgress = Readonly<z.infer<typeof progressSchema>>;

const recordedColumns = [
  "id",
  "registrationId",
  "service",
  "state",
  "entry",
  "registrationStatus",
  "assignedHub",
  "registrationAt",
  "createdAt",
  "deletedAt",
] as const;
const recordedRow = enrollmentRow.pick({
  id: true,
  registrationId: true,
  service: true,
  state: true,
  entry: true,
  registrationStatus: true,
  assignedHub: true,
  registrationAt: true,
  createdAt: true,
  deletedAt: true,
});

export type RecordedEnrollment = Readonly<z.infer<typeof recordedRow>>;

const groupUnitRow = z.object({ id: z.int(), registrationId: z.string(), group: z.string(), createdAt: z.string() });
export type GroupUnit = Readonly<z.infer<typeof groupUnitRow>>;

/**
 * Beside the records, not of them: made when first needed, empty but during a reconciliation, so no migration knows them. Whoever may
 * only look has them for as long as the records are open, in a file of SQLite's own.
 */
type Scratch = Record<"reconciliations", { service: string; progress: string }> &
  Record<"reconciledIds", { service: string; registrationKey: string }>;

const scratchTables = [
  "table if not exists reconciliations (service text primary key, progress text not null) strict",
  `table if not exists reconciledIds (
    service text not null, registrationKey text not null, primary key (service, registrationKey)
  ) strict, without rowid`,
];

const keyOf = (registrationId: string): string => registrationId.toLowerCase();

/**
 * What a reconciliation with a service has seen so far, and the records it compares with. Writes are unforced: after a power cut it
 * goes on from an earlier page. Of records opened to be looked at nothing is changed: what devices did is not kept, and there is no going on.
 */
export class ReconciliationRecords {
  readonly #database: Kysely<Tables & Scratch>;
  readonly #plain: Kysely<Tables>;
  readonly #clock: Clock;
  readonly #readOnly: boolean;
  #made: Promise<void> | undefined;

  constructor(database: Kysely<Tables>, clock: Clock, { readOnly = false }: { readonly readOnly?: boolean } = {}) {
    this.#plain = database;
    this.#database = database.withTables<Scratch>();
    this.#clock = clock;
    this.#readOnly = readOnly;
  }

  /** `undefined`: none is under way, or what was kept cannot be read. */
  async progress(service: string): Promise<ReconciliationProgress | undefined> {
    await this.#makeTables();
    const row = await this.#database
      .selectFrom("reconciliations")
      .select("progress")
      .where("service", "=", service)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return progressSchema.safeParse(parseJson(row.progress)).data;
  }

  /** Begins anew: nothing is seen yet. */
  async begin(service: string, progress: ReconciliationProgress): Promise<void> {
    await this.#makeTables();
    await this.#write(async (transaction) => {
      await transaction.deleteFrom("reconciledIds").where("service", "=", service).execute();
      await writeProgress(transaction, service, progress);
    });
  }

  /** The enrollments of these registration ids, in any spelling, whatever their service. */
  async recorded(registrationIds: readonly string[]): Promise<readonly RecordedEnrollment[]> {
    if (registrationIds.length === 0) return [];
    const rows = await this.#database
      .selectFrom("enrollments")
      .select(recordedColumns)
      .where("registrationKey", "in", registrationIds.map(keyOf))
      .execute();
    return rows.map((row) => readRow(recordedRow, row));
  }

  /** One page, whole or not at all: the ids it showed, what it said of their devices, and where the reconciliation is now. */
  keep(
    service: string,
    page: {
      readonly seen: readonly string[];
      readonly registrations: readonly SeenRegistration[];
      readonly progress: ReconciliationProgress;
    },
  ): Promise<void> {
    const updatedAt = this.#clock.now().toISOString();
    return this.#write(async (transaction) => {
      const rows = page.seen.map((registrationId) => ({ service, registrationKey: keyOf(registrationId) }));
      if (rows.length > 0) {
        await transaction
          .insertInto("reconciledIds")
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      const news = this.#readOnly ? [] : page.registrations;
      for (const registration of news) await writeRegistration(transaction, registration, updatedAt);
      await writeProgress(transaction, service, page.progress);
    });
  }

  /** Enrollments the service is known to have taken and that were not seen, oldest first. */
  async unseen(service: string, afterId: number, limit: number): Promise<readonly RecordedEnrollment[]> {
    const rows = await this.#database
      .selectFrom("enrollments")
      .select(recordedColumns)
      .where("id", ">", afterId)
      .where("service", "=", service)
      .where("state", "=", "enrolled")
      .where("deletedAt", "is", null)
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom("reconciledIds")
              .select("reconciledIds.service")
              .whereRef("reconciledIds.registrationKey", "=", "enrollments.registrationKey")
              .where("reconciledIds.service", "=", service),
          ),
        ),
      )
      .orderBy("id")
      .limit(limit)
      .execute();
    return rows.map((row) => readRow(recordedRow, row));
  }

  /** The groups at the service by which units are enrolled, sorted. */
  async groups(service: string): Promise<readonly string[]> {
    const rows = await this.#plain
      .selectFrom("identities")
      .select("enrollmentGroup")
      .distinct()
      .where("groupService", "=", service)
      .where("enrollmentGroup", "is not", null)
      .orderBy("enrollmentGroup")
      .execute();
    return rows.flatMap(({ enrollmentGroup }) => enrollmentGroup ?? []);
  }

  /** Those of the registration ids that units of groups have, in any spelling. */
  async knownInGroups(registrationIds: readonly string[]): Promise<readonly string[]> {
    if (registrationIds.length === 0) return [];
    const rows = await this.#plain
      .selectFrom("identities")
      .select("registrationId")
      .where("registrationKey", "in", registrationIds.map(keyOf))
      .where("enrollmentGroup", "is not", null)
      .execute();
    return rows.map(({ registrationId }) => registrationId);
  }

  /** Units of the service's groups recorded before that time whose registration was not seen, in order of `id`. */
  async unseenInGroups(
    service: string,
    { afterId, before, limit }: { readonly afterId: number; readonly before: string; readonly limit: number },
  ): Promise<readonly GroupUnit[]> {
    const rows = await this.#database
      .selectFrom("identities")
      .select(["unit as id", "registrationId", "enrollmentGroup as group", "createdAt"])
      .where("unit", ">", afterId)
      .where("groupService", "=", service)
      .where("enrollmentGroup", "is not", null)
      .where("createdAt", "<", before)
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom("reconciledIds")
              .select("reconciledIds.service")
              .whereRef("reconciledIds.registrationKey", "=", "identities.registrationKey")
              .where("reconciledIds.service", "=", service),
          ),
        ),
      )
      .orderBy("unit")
      .limit(limit)
      .execute();
    return rows.map((row) => readRow(groupUnitRow, row));
  }

  /** Forgets what was seen and where the reconciliation was. */
  end(service: string): Promise<void> {
    return this.#write(async (transaction) => {
      await transaction.deleteFrom("reconciledIds").where("service", "=", service).execute();
      await transaction.deleteFrom("reconciliations").where("service", "=", service).execute();
    });
  }

  #makeTables(): Promise<void> {
    const create = this.#readOnly ? "create temporary" : "create";
    this.#made ??= this.#write(async (transaction) => {
      for (const table of scratchTables) await sql.raw(`${create} ${table}`).execute(transaction);
    }).catch((error: unknown) => {
      this.#made = undefined;
      throw error;
    });
    return this.#made;
  }

  #write(task: (transaction: Kysely<Tables & Scratch>) => Promise<void>): Promise<void> {
    if (this.#readOnly) return this.#database.transaction().execute(task);
    return inUnforcedTransaction(this.#plain, (transaction) => task(transaction.withTables<Scratch>()));
  }
}

async function writeProgress(
  transaction: Kysely<Tables & Scratch>,
  service: string,
  progress: ReconciliationProgress,
): Promise<void> {
  const text = JSON.stringify(progress);
  await transaction
    .insertInto("reconciliations")
    .values({ service, progress: text })
    .onConflict((conflict) => conflict.column("service").doUpdateSet({ progress: text }))
    .execute();
}

/** Once assigned, nobody needs to ask after the device any more. */
async function writeRegistration(
  transaction: Kysely<Tables & Scratch>,
  said: SeenRegistration,
  updatedAt: string,
): Promise<void> {
  await transaction
    .updateTable("enrollments")
    .set({
      registrationStatus: said.status,
      assignedHub: said.assignedHub,
      registrationDeviceId: said.deviceId,
      registrationAt: said.at,
      updatedAt,
      ...(said.status === "assigned" ? { nextRegistrationCheckAt: null } : {}),
    })
    .where("registrationKey", "=", keyOf(said.registrationId))
    .execute();
  await keepGroupRegistration(transaction, said, updatedAt);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
