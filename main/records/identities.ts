import type { z } from "zod";
import type { Prepared } from "./database/prepared.ts";
import { type FormerIdentity, findFormerIdentities } from "./former-identities.ts";
import { identityRow } from "./database/rows/identity-rows.ts";
import type { Attestation, Facts } from "./database/rows/row-values.ts";
import { unitRow } from "./database/rows/unit-rows.ts";
import { serialNumberOf } from "./serial-number-of.ts";

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
  /** Name of the authority whose number that is. */
  readonly certificateAuthority: string | null;
  readonly facts: Facts;
  /** The group the unit is enrolled by, where it has no entry of its own. */
  readonly enrollmentGroup: string | null;
  readonly groupService: string | null;
  readonly createdAt: string;
}

export type ClaimedNames = Pick<Identity, "endorsementKey" | "publicKeySha256" | "registrationId" | "deviceId">;

const ownedIdentity = identityRow.extend({ serialNumber: unitRow.shape.serialNumber });
type OwnedIdentity = z.output<typeof ownedIdentity>;

const owned = `select identities.*, ${serialNumberOf("identities.unit")} from identities`;
const anyOfText = `${owned} where endorsementKey = @endorsementKey or publicKeySha256 = @publicKeySha256
  or registrationKey = @registrationKey or deviceId = @deviceId`;

/** Identities, found by what must be unique about them. Asked for every unit. */
export class IdentityRecords {
  readonly #prepared: Prepared;

  constructor(prepared: Prepared) {
    this.#prepared = prepared;
  }

  /** Those that have any of this, or had it before rework: with the serial number of their unit; a registration id in any spelling. */
  async findAnyOf({ registrationId, ...names }: ClaimedNames): Promise<readonly Identity[]> {
    const { endorsementKey, publicKeySha256, deviceId } = names;
    const values = { endorsementKey, publicKeySha256, deviceId, registrationKey: registrationId.toLowerCase() };
    const rows = this.#prepared.all(ownedIdentity, anyOfText, values);
    const former = findFormerIdentities(this.#prepared, { publicKeySha256, registrationId, deviceId });
    return [...rows.map(toIdentity), ...former.map(toFormer)];
  }

  /** In any spelling: the service compares without case. */
  async findByRegistrationId(registrationId: string): Promise<Identity | undefined> {
    return this.#first("registrationKey = @value", registrationId.toLowerCase());
  }

  /** Exact: a hub tells letter case apart. */
  async findByDeviceId(deviceId: string): Promise<Identity | undefined> {
    return this.#first("deviceId = @value", deviceId);
  }

  async findByUnit(serialNumber: string): Promise<Identity | undefined> {
    return this.#first("unit = (select id from units where serialNumber = @value)", serialNumber);
  }

  #first(condition: string, value: string): Identity | undefined {
    const row = this.#prepared.first(ownedIdentity, `${owned} where ${condition}`, { value });
    return row === undefined ? undefined : toIdentity(row);
  }
}

function toIdentity(row: OwnedIdentity): Identity {
  const { run: _, registrationKey: __, serialNumber, ...identity } = row;
  return { ...identity, unit: serialNumber };
}

function toFormer({ serialNumber, identity }: FormerIdentity): Identity {
  const { run: _, registrationKey: __, ...former } = identity;
  return { ...former, facts: {}, unit: serialNumber };
}
