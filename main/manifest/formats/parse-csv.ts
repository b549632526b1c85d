import { unguardFormula } from "../../base/csv/guard-formula.ts";
import { leafCertificate } from "../leaf-certificate.ts";
import { type ManifestEntry, manifestEntry } from "../manifest-entry.ts";
import { manifestErrors } from "../manifest-errors.ts";
import { csvColumns } from "./csv-columns.ts";
import { type CsvRow, readCsvRows } from "./read-csv-rows.ts";

/** Not in the manifests of earlier stations. */
const laterColumns: readonly string[] = ["enrollmentGroup"];

/** Reads back a CSV manifest, whatever the order of its columns. Throws `manifest.malformed` with the line. */
export function parseCsvManifest(text: string): readonly ManifestEntry[] {
  const [header, ...rows] = readCsvRows(text);
  const read = csvEntryReader(header?.cells ?? []);
  return rows.map(read);
}

/** Reads rows below these names of columns. Throws `manifest.malformed`, as the reader does. */
export function csvEntryReader(names: readonly string[]): (row: CsvRow) => ManifestEntry {
  const missing = csvColumns.filter(({ name }) => !names.includes(name) && !laterColumns.includes(name));
  const strange = names.filter((name) => !csvColumns.some((column) => column.name === name));
  if (missing.length > 0 || strange.length > 0 || new Set(names).size !== names.length) {
    throw manifestErrors.malformed(
      `line 1: not the columns of a manifest (missing: ${missing.map(({ name }) => name).join(", ")})`,
    );
  }
  return (row) => toEntry(names, row);
}

function toEntry(names: readonly string[], { line, cells }: CsvRow): ManifestEntry {
  if (cells.length !== names.length)
    throw manifestErrors.malformed(`line ${line}: ${cells.length} cells, not ${names.length}`);
  const byName = new Map(names.map((name, index) => [name, cells[index] ?? ""]));
  const value = (name: string): string | null => {
    const cell = byName.get(name) ?? "";
    return cell === "" ? null : unguardFormula(cell);
  };
  const result = manifestEntry.safeParse({
    registrationId: value("registrationId"),
    deviceId: value("deviceId"),
    serialNumber: value("serialNumber"),
    model: value("model"),
    lot: value("lot"),
    attestation: value("attestation.type"),
    endorsementKey: value("attestation.tpm.endorsementKey"),
    certificateChain: value("certificateChain"),
    certificateSha256: value("certificateSha256"),
    certificateSerialNumber: value("certificateSerialNumber"),
    certificateNotAfter: value("certificateNotAfter"),
    enrollment: value("enrollment"),
    ...(value("enrollmentGroup") === null ? {} : { enrollmentGroup: value("enrollmentGroup") }),
    service: value("service"),
    provisioningStatus: value("provisioningStatus"),
    initialTwin: jsonOf(value("initialTwin"), line),
    assignedHub: value("assignedHub"),
    provisionedAt: value("provisionedAt"),
    recipe: value("recipe"),
    recipeHash: value("recipeHash"),
    practice: { true: true, false: false }[value("practice") ?? ""],
    enrollmentSettings: jsonOf(value("enrollmentSettings"), line),
  });
  if (!result.success)
    throw manifestErrors.malformed(`line ${line}: ${result.error.issues.map(({ path }) => path.join(".")).join(", ")}`);
  if (
    value("attestation.x509.clientCertificates.primary.certificate") !== leafCertificate(result.data.certificateChain)
  ) {
    throw manifestErrors.malformed(`line ${line}: the certificate is not the first of its chain`);
  }
  return result.data;
}

function jsonOf(text: string | null, line: number): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw manifestErrors.malformed(`line ${line}: a cell of JSON is none`, cause);
  }
}
