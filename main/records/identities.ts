import type { Kysely } from "kysely";
import { readRow } from "./database/read-row.ts";
import { type FormerIdentity, findFormerIdentities } from "./former-identities.ts";
import { type Attestation, type Facts, identityRow, type Tables, unitRow } from "./database/tables.ts";

/** What makes a unit unique, as recorded when it passed. */
export interface Identity {
  /** Serial number of the unit that has it. */
  readonly unit: string;
  readonly attestation: Attestation;
  readonly registrationId: string;
  readonly deviceId: string;
  /** Base64 TPM2B_PUBLIC; null for all but a TPM. */
  readonly endorsementKey: string | null;
  readonly publicKeySha256: string;
  readonly certificateSerialNumber: string | null;
  readonly facts: Facts;
  /** The group the unit is enrolled by, where it has no entry of its own. */
  readonly enrollmentGroup: string | null;
  readonly groupService: string | null;
  readonly createdAt: string;
}

export type ClaimedNames = Pick<Identity, "endorsementKey" | "publicKeySha256" | "registrationId" | "deviceId">;

type UniqueColumn = "registrationKey" | "deviceId";

const ownedIdentity = identityRow.extend({ serialNumber: unitRow.shape.serialNumber });

/** Identities, found by what must be unique about them. */
export class IdentityRecords {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /**
   * Those that have any of this, or had it before rework: with the serial number of their unit; a registration id in any spelling. In two
   * questions: it is asked for every unit.
   */
  async findAnyOf({
    endorsementKey,
    publicKeySha256,
    registrationId,
    deviceId,
  }: ClaimedNames): Promise<readonly Identity[]> {
    const rows = await this.#owned()
      .where((is) =>
        is.or([
          ...(endorsementKey === null ? [] : [is("identities.endorsementKey", "=", endorsementKey)]),
          is("identities.publicKeySha256", "=", publicKeySha256),
          is("identities.registrationKey", "=", registrationId.toLowerCase()),
          is("identities.deviceId", "=", deviceId),
        ]),
      )
      .execute();
    const former = await findFormerIdentities(this.#database, { publicKeySha256, registrationId, deviceId });
    return [...rows.flatMap((row) => toIdentity(row) ?? []), ...former.map(toFormer)];
  }

  /** In any spelling: the service compares without case. */
  findByRegistrationId(registrationId: string): Promise<Identity | undefined> {
    return this.#find("registrationKey", registrationId.toLowerCase());
  }

  /** Exact: a hub tells letter case apart. */
  findByDeviceId(deviceId: string): Promise<Identity | undefined> {
    return this.#find("deviceId", deviceId);
  }

  async findByUnit(serialNumber: string): Promise<Identity | undefined> {
    return toIdentity(await this.#owned().where("units.serialNumber", "=", serialNumber).executeTakeFirst());
  }

  async #find(column: UniqueColumn, value: string): Promise<Identity | undefined> {
    return toIdentity(await this.#owned().where(`identities.${column}`, "=", value).executeTakeFirst());
  }

  #owned() {
    return this.#database
      .selectFrom("identities")
      .innerJoin("units", "units.id", "identities.unit")
      .selectAll("identities")
      .select("units.serialNumber");
  }
}

function toIdentity(row: unknown): Identity | undefined {
  if (row === undefined) return undefined;
  const { run: _, registrationKey: __, serialNumber, ...identity } = readRow(ownedIdentity, row);
  return { ...identity, unit: serialNumber };
}

function toFormer({ serialNumber, identity }: FormerIdentity): Identity {
  const { run: _, registrationKey: __, ...former } = identity;
  return { ...former, facts: {}, unit: serialNumber };
}
