import type { Kysely } from "kysely";
import { z } from "zod";
import { fromBase64 } from "../base/bytes/base64.ts";
import { toBase64 } from "../base/bytes/bytes.ts";
import type { Clock } from "../base/clock.ts";
import type { AuditTrail } from "./audit/audit-trail.ts";
import type { CertificateNumber, IssuedChain } from "./certificates.ts";
import { keepCertificateRequest, type NewCertificateRequest } from "./keep-certificate-request.ts";
import { leafSha256 } from "./database/leaf-sha256.ts";
import { readRow } from "./database/read-row.ts";
import { certificateRequestRow } from "./database/rows/certificate-rows.ts";
import type { Tables } from "./database/tables.ts";
import { inTransaction } from "./database/transaction.ts";
import { recordsErrors } from "./records-errors.ts";

const keptRow = certificateRequestRow
  .omit({ unit: true, run: true, certificate: true })
  .extend({ unit: z.string(), certificateSha256: z.string().nullable() });

/** A request of a unit; `unit` is its serial number, digests lower-case hexadecimal. */
export interface KeptCertificateRequest extends Readonly<Omit<z.infer<typeof keptRow>, "request">> {
  /** PKCS #10, DER. */
  readonly request: Uint8Array;
}

export interface RequestQuery {
  readonly lot?: string | undefined;
  readonly authority?: string | undefined;
  /** Left out: all. */
  readonly state?: KeptCertificateRequest["state"] | undefined;
  /** Only those after this one, by id. */
  readonly after?: number | undefined;
  readonly limit: number;
}

/** Requests whose certificates are signed elsewhere, from the unit's first run to the certificate that came for it. */
export class CertificateRequestRecords {
  readonly #database: Kysely<Tables>;
  readonly #clock: Clock;
  readonly #trail: AuditTrail;

  constructor(database: Kysely<Tables>, clock: Clock, trail: AuditTrail) {
    this.#database = database;
    this.#clock = clock;
    this.#trail = trail;
  }

  /**
   * Keeps a unit's request until its certificate comes; the one that waits already for the same key, name and authority stays as it is,
   * one for another key is superseded. Throws `records.not-found`, `records.duplicate-key` (another unit waits with this key).
   */
  keep(request: NewCertificateRequest): Promise<void> {
    return inTransaction(this.#database, (transaction) =>
      keepCertificateRequest(transaction, this.#trail, request, this.#now()),
    );
  }

  /** Oldest first. */
  async list({ lot, authority, state, after = 0, limit }: RequestQuery): Promise<readonly KeptCertificateRequest[]> {
    let query = this.#kept().where("certificateRequests.id", ">", after);
    if (lot !== undefined) query = query.where("certificateRequests.lot", "=", lot);
    if (authority !== undefined) query = query.where("certificateRequests.authority", "=", authority);
    if (state !== undefined) query = query.where("certificateRequests.state", "=", state);
    return (await query.orderBy("certificateRequests.id").limit(limit).execute()).map(toKept);
  }

  /** How many units of a lot wait. */
  async awaitingOf(lot: string): Promise<number> {
    return (await this.awaiting()).reduce((sum, each) => sum + (each.lot === lot ? each.count : 0), 0);
  }

  /** How many wait, by lot and authority. */
  async awaiting(): Promise<readonly { readonly lot: string; readonly authority: string; readonly count: number }[]> {
    const rows = await this.#database
      .selectFrom("certificateRequests")
      .select(({ fn }) => ["lot", "authority", fn.countAll<number>().as("count")])
      .where("state", "=", "awaiting")
      .groupBy(["lot", "authority"])
      .orderBy("lot")
      .execute();
    return rows;
  }

  /** The newest request with this public key (SHA-256 of its SubjectPublicKeyInfo), whatever became of it. */
  async findByKey(publicKeySha256: string): Promise<KeptCertificateRequest | undefined> {
    const row = await this.#kept()
      .where("certificateRequests.publicKeySha256", "=", publicKeySha256)
      .orderBy("certificateRequests.id", "desc")
      .executeTakeFirst();
    return row === undefined ? undefined : toKept(row);
  }

  /** Whether a certificate (SHA-256) is on record, perhaps for an earlier request of the same unit. */
  async hasTaken(certificateSha256: string): Promise<boolean> {
    const row = await this.#database
      .selectFrom("certificates")
      .select("id")
      .where("sha256", "=", certificateSha256)
      .executeTakeFirst();
    return row !== undefined;
  }

  /**
   * Takes the certificate that came for a request, checked by the caller, as one the authority has issued. False for one that has been
   * taken before. Throws `records.certificate-changed` when another was taken, `records.duplicate-certificate` for a number that
   * is another certificate's of this authority, `records.not-found`.
   */
  fulfil(requestId: number, issued: IssuedChain): Promise<boolean> {
    return inTransaction(this.#database, async (transaction) => {
      const row = await transaction
        .selectFrom("certificateRequests")
        .selectAll()
        .where("id", "=", requestId)
        .executeTakeFirst();
      if (row === undefined) throw recordsErrors.notFound(`no request ${requestId}`);
      if (row.state !== "awaiting") return isTaken(transaction, readRow(certificateRequestRow, row), issued);
      const at = this.#now();
      const chain = JSON.stringify(issued.chain.map(toBase64));
      const serialNumber = issued.serialNumber.toLowerCase();
      const { unit, run, authority, publicKeySha256, registrationId } = row;
      await refuseTakenNumber(transaction, { serialNumber, authority });
      const certificate = await transaction
        .insertInto("certificates")
        .values({
          serialNumber,
          unit,
          run,
          authority,
          publicKeySha256,
          registrationId,
          state: "issued",
          chain,
          sha256: leafSha256(chain),
          intendedAt: at,
          issuedAt: at,
          notBefore: issued.notBefore.toISOString(),
          notAfter: issued.notAfter.toISOString(),
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      await transaction
        .updateTable("certificateRequests")
        .set({ state: "fulfilled", certificate: certificate.id, settledAt: at })
        .where("id", "=", requestId)
        .execute();
      const facts = { authority, serialNumber, publicKeySha256, lot: row.lot };
      this.#trail.append({ act: "certificate-imported", subject: registrationId, facts });
      return true;
    });
  }

  #kept() {
    return this.#database
      .selectFrom("certificateRequests")
      .innerJoin("units", "units.id", "certificateRequests.unit")
      .leftJoin("certificates", "certificates.id", "certificateRequests.certificate")
      .selectAll("certificateRequests")
      .select(["units.serialNumber as unit", "certificates.sha256 as certificateSha256"]);
  }

  #now(): string {
    return this.#clock.now().toISOString();
  }
}

function toKept(row: unknown): KeptCertificateRequest {
  const { request, ...kept } = readRow(keptRow, row);
  return { ...kept, request: fromBase64(request) };
}

async function isTaken(
  database: Kysely<Tables>,
  { certificate, registrationId }: z.infer<typeof certificateRequestRow>,
  { chain }: IssuedChain,
): Promise<boolean> {
  const known = await database
    .selectFrom("certificates")
    .select("sha256")
    .where("id", "=", certificate ?? 0)
    .executeTakeFirst();
  if (known !== undefined && known.sha256 === leafSha256(JSON.stringify(chain.map(toBase64)))) return false;
  throw recordsErrors.certificateChanged(`the request of ${registrationId} is settled, not with this certificate`);
}

/** An issuer outside may count 1, 2, 3, and so may a second one; but none of them counts a number twice. */
async function refuseTakenNumber(database: Kysely<Tables>, number: CertificateNumber): Promise<void> {
  const known = await database
    .selectFrom("certificates")
    .select("registrationId")
    .where((row) => row.and(number))
    .executeTakeFirst();
  if (known === undefined) return;
  throw recordsErrors.duplicateCertificate(
    `number ${number.serialNumber} of authority ${number.authority} is that of ${known.registrationId}'s certificate`,
  );
}
