import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canonicalJson } from "../../../main/base/canonical-json.ts";
import { type AuditBody, auditHash } from "../../../main/records/audit/audit-entry.ts";
import { leafSha256 } from "../../../main/records/database/leaf-sha256.ts";
import { type OpenDatabase, openDatabase } from "../../../main/records/database/open-database.ts";
import { newestVersion } from "../../../main/records/migrations/migrate.ts";
import { type Records, recordsOver } from "../../../main/records/records.ts";
import { searchTextOf } from "../../../main/records/search-text.ts";
import { caExtensions, deviceExtensions, testCertificate } from "../../harness/test-certificates.ts";
import { sampleLot } from "../../harness/sample-records.ts";
import { certificateAuthority as authority, type MadeUnit, madeUnit } from "./made-unit.ts";

/** Raised when what is made here changes. */
const edition = 2;
const cache = join(tmpdir(), "touchmark-bench-million");
type Row = Readonly<Record<string, unknown>>;

/**
 * A data folder whose records hold one lot of that many provisioned units, half of them with a TPM, half with certificates. The first two are
 * made by the records themselves, the others are those rows with other names, keys and hashes. Made once,
 * kept in the folder for temporary files (4 GB for a million).
 */
export async function millionRecords(count = 1_000_000): Promise<string> {
  const folder = join(cache, `v${newestVersion}-${edition}-${count}`);
  if (existsSync(folder)) return folder;
  const older = (existsSync(cache) ? readdirSync(cache) : []).find((name) => name.endsWith(`-${edition}-${count}`));
  const made = older === undefined ? `${folder}.part` : join(cache, older);
  const file = join(made, "station.db");
  // One of an earlier version is brought up to this one as a station's would be.
  if (older !== undefined) await recordsOver(await openDatabase({ file, practice: true })).close();
  else {
    rmSync(made, { recursive: true, force: true });
    mkdirSync(made, { recursive: true });
    await fill(file, count);
  }
  renameSync(made, folder);
  return folder;
}

async function fill(file: string, count: number): Promise<void> {
  const chain = await deviceChain();
  const open = await openDatabase({ file, practice: true });
  const records = recordsOver(open);
  await records.audit.begin({ mode: "practice" });
  await records.lots.open({ ...sampleLot, attestation: "tpm" });
  for (const number of [0, 1]) await passHonestly(records, madeUnit(number, chain, `run-${number}`));
  // Nothing of this is to survive a power cut.
  open.connection.pragma("synchronous = off");
  open.connection.pragma("cache_size = -1000000");
  open.connection.exec("begin");
  multiply(open, chain, count);
  open.connection.exec("commit");
  open.connection.pragma("wal_checkpoint(truncate)");
  await records.close();
}

async function deviceChain(): Promise<readonly Uint8Array[]> {
  const root = await testCertificate({ name: "Plant root", extensions: caExtensions(1) });
  const line = await testCertificate({ name: "Line 3", issuer: root, extensions: caExtensions(0) });
  const leaf = await testCertificate({ name: "GW200000001", issuer: line, extensions: deviceExtensions() });
  return [leaf.der, line.der];
}

async function passHonestly(records: Records, { serialNumber, chain, pass }: MadeUnit): Promise<void> {
  const { runId, identity } = pass;
  const { certificateSerialNumber, registrationId, publicKeySha256 } = identity;
  await records.runs.start({ runId, lot: sampleLot.lot, slot: "1" });
  await records.runs.bind(runId, { serialNumber, model: sampleLot.model });
  if (chain !== null && certificateSerialNumber !== null) {
    const names = { serialNumber: certificateSerialNumber, registrationId, publicKeySha256 };
    await records.certificates.intend({ ...names, unit: serialNumber, runId, authority });
    const [notBefore, notAfter] = [new Date("2026-11-01T00:00:00Z"), new Date("2036-11-01T00:00:00Z")];
    await records.certificates.issued({ serialNumber: certificateSerialNumber, authority, chain, notBefore, notAfter });
  }
  await records.runs.pass(pass);
  await records.enrollments.enrolled(registrationId, { etag: "IjEi" });
  const assigned = { status: "assigned", assignedHub: "hub-1.example", deviceId: identity.deviceId, at: null };
  await records.enrollments.registered(registrationId, assigned);
}

function multiply(open: OpenDatabase, chain: readonly Uint8Array[], count: number): void {
  const tables = ["units", "runs", "certificates", "identities", "enrollments"].map((name) => copier(open, name));
  const audit = auditCopier(open);
  for (let number = 2; number < count; number += 1) {
    const unit = madeUnit(number, chain, `run-${number}`);
    const changed = rowsOf(unit, number + 1);
    for (const { name, copy } of tables) copy(number % 2, changed[name]);
    audit(unit);
  }
}

/** Writes a row of the first unit of the kind again with other values; undefined for a kind that has none in this table. */
function copier({ connection }: OpenDatabase, name: string) {
  const key = name === "units" ? "id" : "unit";
  const originals = [1, 2].map((id) => connection.prepare(`select * from ${name} where ${key} = ?`).get(id)) as Row[];
  const columns = Object.keys(originals.find((row) => row !== undefined) ?? {});
  const insert = connection.prepare(
    `insert into ${name} (${columns.join(", ")}) values (${columns.map((column) => `@${column}`).join(", ")})`,
  );
  const copy = (kind: number, changed: Row | undefined): void => {
    const original = originals[kind];
    if (original !== undefined && changed !== undefined) insert.run({ ...original, ...changed });
  };
  return { name, copy };
}

function rowsOf({ serialNumber, chain, pass }: MadeUnit, unit: number): Readonly<Record<string, Row>> {
  const { runId, identity, enrollment } = pass;
  const { registrationId, deviceId, endorsementKey, publicKeySha256, certificateSerialNumber } = identity;
  const names = { registrationId, registrationKey: registrationId.toLowerCase(), deviceId };
  const text = chain === null ? null : JSON.stringify(chain.map((der) => Buffer.from(der).toString("base64")));
  const searchText = searchTextOf({ serialNumber, registrationId, lot: sampleLot.lot });
  return {
    units: { id: unit, serialNumber, lastRun: unit, searchText },
    runs: { id: unit, runId, unit },
    identities: { ...names, unit, endorsementKey, publicKeySha256, certificateSerialNumber, run: unit },
    certificates: {
      id: unit,
      unit,
      run: unit,
      serialNumber: certificateSerialNumber,
      registrationId,
      publicKeySha256,
      chain: text,
      sha256: leafSha256(text),
    },
    enrollments: { ...names, id: unit, unit, entry: JSON.stringify(enrollment?.entry) },
  };
}

function auditCopier({ connection }: OpenDatabase): (unit: MadeUnit) => void {
  const last = connection.prepare("select * from audit order by seq desc limit 1").get() as AuditBody & {
    readonly hash: string;
  };
  const insert = connection.prepare(
    `insert into audit (seq, at, station, operator, act, subject, reason, facts, previousHash, hash)
     values (@seq, @at, @station, @operator, @act, @subject, @reason, @facts, @previousHash, @hash)`,
  );
  let { seq, hash } = last;
  const { at, station, operator, act, reason } = last;
  return ({ serialNumber, pass: { runId, identity } }) => {
    const { attestation, registrationId, deviceId, publicKeySha256 } = identity;
    const facts = { run: runId, lot: "LOT-1", slot: "1", attestation, registrationId, deviceId, publicKeySha256 };
    seq += 1;
    const body: AuditBody = {
      seq,
      at,
      station,
      operator,
      act,
      subject: serialNumber,
      reason,
      facts,
      previousHash: hash,
    };
    hash = auditHash(body);
    insert.run({ ...body, facts: canonicalJson(facts), hash });
  };
}
