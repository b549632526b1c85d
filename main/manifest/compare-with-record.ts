import { createHash } from "node:crypto";
import { canonicalJson } from "../base/canonical-json.ts";
import { type ManifestEntry, manifestEntry } from "./manifest-entry.ts";

/** One member in which an entry of a file is not what is on record; long values by their SHA-256. */
export interface FieldDifference {
  readonly field: string;
  readonly file: string;
  readonly records: string;
  /** What may happen to a unit after its manifest was written, and makes the file no other. */
  readonly since: boolean;
}

const longest = 200;
const fields = manifestEntry.keyof().options;

type Members = Readonly<Record<string, unknown>>;

/** Every member in which they differ, in the order of a manifest. */
export function compareWithRecord(entry: ManifestEntry, record: ManifestEntry): readonly FieldDifference[] {
  return fields
    .filter((field) => canonicalJson(entry[field] ?? null) !== canonicalJson(record[field] ?? null))
    .map((field) => ({
      field,
      file: told(entry[field]),
      records: told(record[field]),
      since: isSince(field, entry, record),
    }));
}

/** The queue went on, or the device has registered. */
function isSince(field: keyof ManifestEntry, entry: ManifestEntry, record: ManifestEntry): boolean {
  if (field === "enrollment") return entry.enrollment === "queued" && record.enrollment === "enrolled";
  return field === "assignedHub" && entry.assignedHub === null;
}

/** Every member in which an entry that holds less than a whole one differs from what the record makes of it. */
export function compareMembers(file: Members, record: Members): readonly FieldDifference[] {
  return [...new Set([...Object.keys(file), ...Object.keys(record)])]
    .filter((field) => canonicalJson(file[field] ?? null) !== canonicalJson(record[field] ?? null))
    .map((field) => ({ field, file: told(file[field]), records: told(record[field]), since: false }));
}

function told(value: unknown): string {
  const text = typeof value === "string" ? value : canonicalJson(value ?? null);
  return text.length <= longest ? text : `SHA-256 ${createHash("sha256").update(text).digest("hex")}`;
}
