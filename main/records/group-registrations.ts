import { type Kysely, sql } from "kysely";
import type { Clock } from "../base/clock.ts";
import type { Tables } from "./database/tables.ts";
import { inUnforcedTransaction } from "./database/transaction.ts";

export interface SeenRegistration {
  readonly registrationId: string;
  readonly status: string;
  readonly assignedHub: string | null;
  readonly deviceId: string | null;
  /** ISO 8601, the service's own. */
  readonly at: string | null;
}

/** Where devices of enrollment groups have registered, as their service last said. */
export class GroupRegistrationRecords {
  readonly #database: Kysely<Tables>;
  readonly #clock: Clock;

  constructor(database: Kysely<Tables>, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Unforced: it can be asked again. Of a registration id that is no unit's of a group nothing is kept. */
  async keep(said: SeenRegistration): Promise<void> {
    const seenAt = this.#clock.now().toISOString();
    await inUnforcedTransaction(this.#database, (transaction) => keepGroupRegistration(transaction, said, seenAt));
  }
}

/** Inside a transaction. */
export async function keepGroupRegistration(
  database: Kysely<Tables>,
  { registrationId, status, assignedHub, deviceId, at }: SeenRegistration,
  seenAt: string,
): Promise<void> {
  await sql`insert into groupRegistrations (unit, status, assignedHub, deviceId, registeredAt, seenAt)
    select unit, ${status}, ${assignedHub}, ${deviceId}, ${at}, ${seenAt} from identities
      where registrationKey = ${registrationId.toLowerCase()} and enrollmentGroup is not null
    on conflict (unit) do update set status = excluded.status, assignedHub = excluded.assignedHub,
      deviceId = excluded.deviceId, registeredAt = excluded.registeredAt, seenAt = excluded.seenAt`.execute(database);
}
