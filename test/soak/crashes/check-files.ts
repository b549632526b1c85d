import { X509Certificate } from "node:crypto";
import DatabaseFile, { type Database } from "better-sqlite3";
import { z } from "zod";
import { isStationError } from "../../../main/base/errors/station-error.ts";
import { openRecords } from "../../../main/records/records.ts";
import type { ShownPass } from "./shown-passes.ts";

/** What must be in the files, whatever happened to the station. */
export interface Expected {
  /** Shown to a person before the files were taken. */
  readonly passes: readonly ShownPass[];
  /** What devices held when the files were taken. */
  readonly devices: readonly HeldCertificate[];
}

export interface HeldCertificate {
  readonly serialNumber: string;
  /** DER; null for none. */
  readonly certificate: Uint8Array | null;
}

const passedRun = z.object({ runId: z.string(), unit: z.string(), outcome: z.string() });
const identity = z.object({
  unit: z.string(),
  registrationId: z.string(),
  publicKeySha256: z.string(),
  enrollment: z.string().nullable(),
});
const certificate = z.object({ unit: z.string(), chain: z.string() });

/** Opens a copy of the records as a station would and says what does not fit; SQLite itself judges the file. */
export async function checkFiles(file: string, expected: Expected): Promise<readonly string[]> {
  try {
    const records = await openRecords({ file, practice: false });
    const { entries, fault } = await records.audit.verify([]);
    await records.close();
    const chain = fault === null ? [] : [`audit: ${fault.kind} at ${fault.seq} of ${entries}: ${fault.detail}`];
    const connection = new DatabaseFile(file, { readonly: true });
    try {
      return [...chain, ...sound(connection), ...passFaults(connection, expected), ...keptFaults(connection, expected)];
    } finally {
      connection.close();
    }
  } catch (error) {
    const detail = isStationError(error) ? `${error.code}: ${error.detail}` : String(error);
    return [`the records do not open: ${detail}`];
  }
}

function sound(connection: Database): readonly string[] {
  const integrity = String(connection.pragma("integrity_check", { simple: true }));
  const orphans = z.array(z.unknown()).parse(connection.pragma("foreign_key_check"));
  return [
    ...(integrity === "ok" ? [] : [`integrity_check: ${integrity}`]),
    ...(orphans.length === 0 ? [] : [`${orphans.length} rows refer to nothing`]),
  ];
}

/** No PASS that a person saw is missing, and each unit has the identity that was shown, once. */
function passFaults(connection: Database, { passes }: Expected): readonly string[] {
  const runs = new Map(
    rows(
      connection,
      passedRun,
      "select runId, serialNumber as unit, outcome from runs join units on units.id = unit",
    ).map((run) => [run.runId, run]),
  );
  const identities = identitiesOf(connection);
  return passes.flatMap(({ runId, serialNumber, registrationId, held }) => {
    const run = runs.get(runId);
    if (run?.outcome !== "pass" || run.unit !== serialNumber)
      return [`PASS of ${serialNumber} was shown, its run ${runId} is ${run?.outcome ?? "not there"}`];
    const found = identities.get(serialNumber);
    if (found?.registrationId !== registrationId || found.publicKeySha256 !== held.publicKeySha256)
      return [`PASS of ${serialNumber} was shown as ${registrationId}; on record: ${JSON.stringify(found)}`];
    return found.enrollment === null ? [`${serialNumber} has no enrollment`] : [];
  });
}

/** A certificate that is in a device is on record as issued for it, and no number twice. */
function keptFaults(connection: Database, { devices }: Expected): readonly string[] {
  const select = connection.prepare(
    "select units.serialNumber as unit, chain from certificates join units on units.id = unit where certificates.serialNumber = ?",
  );
  const owners = new Map<string, string>();
  return devices.flatMap((unit) => {
    const { certificate: der } = unit;
    if (der === null) return [];
    const number = new X509Certificate(der).serialNumber.toLowerCase();
    const other = owners.get(number);
    if (other !== undefined) return [`certificate ${number} is in ${other} and ${unit.serialNumber}`];
    owners.set(number, unit.serialNumber);
    const found = z.array(certificate).parse(select.all(number.padStart(32, "0")))[0];
    const leaf = found === undefined ? undefined : z.array(z.string()).parse(JSON.parse(found.chain))[0];
    const isKept = found?.unit === unit.serialNumber && leaf === Buffer.from(der).toString("base64");
    return isKept ? [] : [`${unit.serialNumber} holds certificate ${number}, which is not on record as its own`];
  });
}

/** By serial number. */
export function identitiesOf(connection: Database): ReadonlyMap<string, z.infer<typeof identity>> {
  const found = rows(
    connection,
    identity,
    `select serialNumber as unit, identities.registrationId, publicKeySha256, enrollments.state as enrollment
       from identities join units on units.id = identities.unit left join enrollments on enrollments.unit = units.id`,
  );
  return new Map(found.map((one) => [one.unit, one]));
}

const rows = <Row>(connection: Database, row: z.ZodType<Row>, query: string): readonly Row[] =>
  z.array(row).parse(connection.prepare(query).all());
