import { z } from "zod";
import { fromBase64 } from "../../base/bytes/base64.ts";
import { utf8 } from "../../base/bytes/bytes.ts";
import type { ManifestEntry } from "../manifest-entry.ts";
import { manifestErrors } from "../manifest-errors.ts";
import { ecdsaSignature } from "../sealed/seal-jws.ts";
import { partOfEntry, type WrittenEntry } from "../written-entry.ts";
import { secureElement } from "./secure-element.ts";

const part = z.base64url().min(2);
const jws = z.object({
  payload: part,
  protected: part,
  header: z.object({ uniqueId: z.string() }),
  signature: z.string().max(1_000),
});
const protectedHeader = z.object({
  alg: z.literal("ES256"),
  "x5t#S256": z.base64url().optional(),
  x5c: z.array(z.base64()).max(8).optional(),
});
const payloadSchema = z
  .object({ uniqueId: z.string().min(1), groupId: z.string().optional(), provisioner: z.record(z.string(), z.json()) })
  .catchall(z.json());

/** One line of a `jws` file, without the comma at its end. Throws `manifest.malformed` with the line. */
export function jwsEntry(content: string, line: number): WrittenEntry {
  const flattened = parsed(jws, content, line);
  const { alg: _, x5c = [], ...named } = parsed(protectedHeader, decoded(flattened.protected), line);
  const payload = parsed(payloadSchema, decoded(flattened.payload), line);
  const thumbprint = named["x5t#S256"];
  const signature = {
    signed: utf8(`${flattened.protected}.${flattened.payload}`),
    signature: ecdsaSignature(flattened.signature),
    signer: thumbprint === undefined ? null : Buffer.from(thumbprint, "base64url").toString("hex"),
    chain: x5c.map(fromBase64),
  };
  return partOfEntry(
    { by: "serialNumber", name: payload.uniqueId, lot: payload.groupId ?? null, signature },
    { ...withoutStations(payload), "header.uniqueId": flattened.header.uniqueId },
    (record: ManifestEntry) => ({
      ...withoutStations(secureElement(record, [])),
      "header.uniqueId": record.serialNumber,
    }),
  );
}

/** Which stations a lot was built at is nothing of one unit. */
function withoutStations<Payload extends { readonly provisioner: Readonly<Record<string, unknown>> }>(
  payload: Payload,
) {
  const { organizationName: _, ...provisioner } = payload.provisioner;
  return { ...payload, provisioner };
}

const decoded = (text: string): string => Buffer.from(text, "base64url").toString("utf8");

function parsed<Value>(schema: z.ZodType<Value>, content: string, line: number): Value {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    throw manifestErrors.malformed(`line ${line}: not JSON`, cause);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw manifestErrors.malformed(`line ${line}: ${result.error.issues.map(({ path }) => path.join(".")).join(", ")}`);
}
