import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { fromBase64 } from "../base/bytes/base64.ts";
import { toBase64 } from "../base/bytes/bytes.ts";
import type { Clock } from "../base/clock.ts";
import { leafSha256 } from "./database/leaf-sha256.ts";
import type { Prepared } from "./database/prepared.ts";
import { readRow } from "./database/read-row.ts";
import { certificateRow } from "./database/rows/certificate-rows.ts";
import type { Tables } from "./database/tables.ts";
import { inTransaction, inUnforcedTransaction } from "./database/transaction.ts";
import { recordsErrors } from "./records-errors.ts";

/** What no two certificates share (RFC 5280 §4.1.2.2). */
export interface CertificateNumber {
  /** Hex, in any case. */
  readonly serialNumber: string;
  /** The name of the authority that counts so. */
  readonly authority: string;
}

export interface CertificateIntent extends CertificateNumber {
  /** The unit's serial number. */
  readonly unit: string;
  readonly runId: string;
  /** SHA-256 of the SubjectPublicKeyInfo, hex. */
  readonly publicKeySha256: string;
  readonly registrationId: string;
}

export interface IssuedChain {
  /** Hex, in any case. */
  readonly serialNumber: string;
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[];
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const announcement = certificateRow
  .pick({ serialNumber: true, authority: true, registrationId: true, state: true, intendedAt: true })
  .extend({ unit: z.string() });

/** A certificate as it was announced: number in lower-case hex, the unit's serial number, ISO 8601 time. */
export type AnnouncedCertificate = Readonly<z.infer<typeof announcement>>;

const dayMs = 86_400_000;

const intendCertificate = `
  insert into certificates (serialNumber, unit, run, authority, publicKeySha256, registrationId, state, intendedAt)
  select @serialNumber, units.id, runs.id, @authority, @publicKeySha256, @registrationId, 'intended', @at
  from units, runs where units.serialNumber = @unit and runs.runId = @runId`;

const keepIssued = `
  update certificates set state = 'issued', chain = @text, sha256 = @sha256, notBefore = @notBefore,
    notAfter = @notAfter, issuedAt = @at
  where serialNumber = @serialNumber and authority = @authority and chain is null`;

/** The journal of signing: every certificate is announced before the authority signs, and kept once it has. */
export class CertificateRecords {
  readonly #database: Kysely<Tables>;
  readonly #clock: Clock;
  readonly #prepared: Prepared;
  #lastAnnouncedAt: Date | undefined;

  constructor(database: Kysely<Tables>, clock: Clock, prepared: Prepared) {
    this.#database = database;
    this.#clock = clock;
    this.#prepared = prepared;
  }

  /**
   * Announces a certificate. Forced to the disk at once, or unforced: then together with the certificate itself, at the latest (`issued`).
   * Throws `records.duplicate-certificate` if the authority's number was announced before.
   */
  async intend(
    { serialNumber, unit, runId, authority, publicKeySha256, registrationId }: CertificateIntent,
    { forced = true }: { readonly forced?: boolean } = {},
  ): Promise<void> {
    const announced = {
      serialNumber: serialNumber.toLowerCase(),
      unit,
      runId,
      authority,
      publicKeySha256,
      registrationId,
    };
    const at = this.#clock.now();
    await (forced ? inTransaction : inUnforcedTransaction)(this.#database, async () => {
      const changes = this.#prepared.change(intendCertificate, { ...announced, at: at.toISOString() });
      if (changes !== 1) throw recordsErrors.notFound(`no unit ${unit} or no run ${runId}`);
    });
    this.#lastAnnouncedAt = at;
  }

  /** Keeps what was signed. The same chain again is no change; another one under the same number throws `records.certificate-changed`. */
  async issued({ chain, notBefore, notAfter, ...asked }: IssuedChain & CertificateNumber): Promise<void> {
    const number = folded(asked);
    const text = JSON.stringify(chain.map(toBase64));
    const signed = {
      ...number,
      text,
      sha256: leafSha256(text),
      notBefore: notBefore.toISOString(),
      notAfter: notAfter.toISOString(),
    };
    await inTransaction(this.#database, async (transaction) => {
      if (this.#prepared.change(keepIssued, { ...signed, at: this.#clock.now().toISOString() }) === 1) return;
      const known = await transaction
        .selectFrom("certificates")
        .select("chain")
        .where((row) => row.and(number))
        .executeTakeFirst();
      if (known === undefined) throw recordsErrors.notFound(`${inWords(number)} was never announced`);
      if (known.chain !== text)
        throw recordsErrors.certificateChanged(`${inWords(number)} was issued with other bytes`);
    });
  }

  /** An issued certificate by its number, with its chain (DER, leaf first). */
  async get(
    number: CertificateNumber,
  ): Promise<{ readonly serialNumber: string; readonly chain: readonly Uint8Array[] } | undefined> {
    const row = await this.#database
      .selectFrom("certificates")
      .selectAll()
      .where((row) => row.and({ ...folded(number), state: "issued" }))
      .executeTakeFirst();
    return row === undefined ? undefined : toChain(row);
  }

  /** Whatever was announced under a number, signed or not. */
  async announced(number: CertificateNumber): Promise<AnnouncedCertificate | undefined> {
    const { serialNumber, authority } = folded(number);
    const row = await this.#announcements()
      .where("certificates.serialNumber", "=", serialNumber)
      .where("certificates.authority", "=", authority)
      .executeTakeFirst();
    return row === undefined ? undefined : announcement.parse(row);
  }

  /** Announced and never kept: the station was cut off between. The newest first; a certificate may exist nowhere but in a lost memory. */
  async neverIssued(most = 1000): Promise<readonly AnnouncedCertificate[]> {
    const rows = await this.#announcements()
      .where("certificates.state", "=", "intended")
      .orderBy("certificates.id", "desc")
      .limit(most)
      .execute();
    return rows.map((row) => announcement.parse(row));
  }

  /** When the last certificate was announced. Asked for every unit, so it is read once. */
  async lastAnnouncedAt(): Promise<Date | undefined> {
    if (this.#lastAnnouncedAt !== undefined) return this.#lastAnnouncedAt;
    const row = await this.#database
      .selectFrom("certificates")
      .select("intendedAt")
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    this.#lastAnnouncedAt = row === undefined ? undefined : new Date(row.intendedAt);
    return this.#lastAnnouncedAt;
  }

  #announcements() {
    return this.#database
      .selectFrom("certificates")
      .innerJoin("units", "units.id", "certificates.unit")
      .select([
        "certificates.serialNumber",
        "certificates.authority",
        "certificates.registrationId",
        "certificates.state",
        "certificates.intendedAt",
        "units.serialNumber as unit",
      ]);
  }

  /**
   * The newest certificate of this unit, key, authority and name that is valid at `at` and for that many days after. A unit in
   * rework is to get a new one: of its certificates only those count that were announced since.
   */
  async findReusable(wanted: {
    readonly unit: string;
    readonly publicKeySha256: string;
    readonly authority: string;
    readonly registrationId: string;
    readonly at: Date;
    readonly minimumDaysLeft: number;
  }): Promise<{ readonly serialNumber: string; readonly chain: readonly Uint8Array[] } | undefined> {
    const until = new Date(wanted.at.getTime() + wanted.minimumDaysLeft * dayMs);
    const row = await this.#database
      .selectFrom("certificates")
      .innerJoin("units", "units.id", "certificates.unit")
      .selectAll("certificates")
      .where("units.serialNumber", "=", wanted.unit)
      .where("certificates.state", "=", "issued")
      .where("publicKeySha256", "=", wanted.publicKeySha256)
      .where("authority", "=", wanted.authority)
      .where("registrationId", "=", wanted.registrationId)
      .where("notBefore", "<=", wanted.at.toISOString())
      .where("notAfter", ">=", until.toISOString())
      .where(sinceRework)
      .orderBy("certificates.id", "desc")
      .executeTakeFirst();
    return row === undefined ? undefined : toChain(row);
  }
}

const folded = ({ serialNumber, authority }: CertificateNumber): CertificateNumber => ({
  serialNumber: serialNumber.toLowerCase(),
  authority,
});

const inWords = ({ serialNumber, authority }: CertificateNumber): string =>
  `certificate ${serialNumber} of authority "${authority}"`;

const sinceRework = sql<boolean>`(units.state <> 'rework' or intendedAt >= coalesce((
  select at from unitStates where unit = units.id and toState = 'rework' order by unitStates.id desc limit 1), ''))`;

function toChain(row: unknown): { readonly serialNumber: string; readonly chain: readonly Uint8Array[] } {
  const { serialNumber, chain } = readRow(certificateRow, row);
  return { serialNumber, chain: (chain ?? []).map(fromBase64) };
}
