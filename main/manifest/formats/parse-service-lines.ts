import { z } from "zod";
import { manifestErrors } from "../manifest-errors.ts";
import { partOfEntry, type WrittenEntry } from "../written-entry.ts";
import { toDevice } from "./devices-txt.ts";
import { toEnrollment } from "./dps-bulk.ts";

const name = z.string().min(1).max(512);
const bulkLine = z.strictObject({
  mode: z.literal("create"),
  enrollments: z
    .array(z.object({ registrationId: name }).catchall(z.json()))
    .min(1)
    .max(10),
});
const deviceLine = z.object({ id: name, importMode: z.literal("create") }).catchall(z.json());

export const isBulkLine = (value: unknown): boolean => bulkLine.safeParse(value).success;
export const isDeviceLine = (value: unknown): boolean => deviceLine.safeParse(value).success;

/** Of one line of a `dps-bulk` file. Throws `manifest.malformed` with the line. */
export function bulkEntries(value: unknown, line: number): readonly WrittenEntry[] {
  const { enrollments } = parsed(bulkLine, value, line);
  return enrollments.map((file) =>
    partOfEntry({ by: "registrationId", name: file.registrationId }, file, toEnrollment),
  );
}

/** Of one line of a `devices-txt` file. Throws `manifest.malformed` with the line. */
export function deviceEntry(value: unknown, line: number): WrittenEntry {
  const file = parsed(deviceLine, value, line);
  return partOfEntry({ by: "deviceId", name: file.id }, file, toDevice);
}

function parsed<Value>(schema: z.ZodType<Value>, value: unknown, line: number): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw manifestErrors.malformed(`line ${line}: ${result.error.issues.map(({ path }) => path.join(".")).join(", ")}`);
}
