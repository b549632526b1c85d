import * as fc from "fast-check";
import { toPem } from "../../main/base/bytes/pem.ts";
import type { ManifestEntry } from "../../main/manifest/manifest-entry.ts";

export const sampleEntry: ManifestEntry = {
  registrationId: "reg-1",
  deviceId: "0042",
  serialNumber: "0042",
  model: "GW-200",
  lot: "LOT-1",
  attestation: "tpm",
  endorsementKey: "AToAAQALAAMAsg==",
  certificateChain: null,
  certificateSha256: null,
  certificateSerialNumber: null,
  certificateNotAfter: null,
  enrollment: "enrolled",
  service: "plant-dps",
  provisioningStatus: "enabled",
  initialTwin: { tags: { lot: "LOT-1" } },
  enrollmentSettings: { capabilities: { iotEdge: false } },
  assignedHub: "hub-1.example",
  provisionedAt: "2026-11-22T08:00:00.000Z",
  recipe: "gateway-tpm",
  recipeHash: "ab".repeat(32),
  practice: true,
};

const nasty = fc.oneof(
  fc.string({ unit: "binary", minLength: 1 }),
  fc.constantFrom(
    "=1+1",
    "@x",
    "-5",
    "+49",
    "'quoted",
    "''",
    "007",
    "a,b",
    'say "hi"',
    "a\r\nb",
    "\ttab",
    "  =2",
    "＝1",
    "ß漢字🙂",
    " ",
  ),
);
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const hex = fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString("hex"));
const time = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date("2099-01-01") })
  .map((date) => date.toISOString());
const chain = fc
  .array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { minLength: 1, maxLength: 3 })
  .map((ders) => ders.map((der) => toPem("CERTIFICATE", der)).join(""));
// JSON has no -0 and drops what only JavaScript knows; "__proto__" as a key is no member in JavaScript's own literals.
const twin = fc
  .dictionary(fc.string({ unit: "binary" }), fc.jsonValue(), { noNullPrototype: true })
  .filter((value) => !JSON.stringify(value).includes("__proto__"))
  .map((value): never => JSON.parse(JSON.stringify(value)) as never);

/** Entries of one lot with everything that may stand in them, the awkward first. */
export const manifestEntries = (lot = "LOT-1", practice = false): fc.Arbitrary<ManifestEntry> =>
  fc
    .record({
      registrationId: nasty,
      deviceId: nasty,
      serialNumber: nasty,
      model: nasty,
      certificateSha256: orNull(hex),
      certificateSerialNumber: orNull(hex),
      certificateNotAfter: orNull(time),
      enrollment: fc.constantFrom(
        "queued" as const,
        "enrolled" as const,
        "conflict" as const,
        "rejected" as const,
        null,
      ),
      service: orNull(nasty),
      provisioningStatus: fc.constantFrom("enabled" as const, "disabled" as const, null),
      initialTwin: orNull(
        fc.oneof(fc.constant({}), fc.record({ tags: twin, properties: fc.record({ desired: twin }) })),
      ),
      enrollmentSettings: orNull(
        fc.record(
          {
            capabilities: fc.record({ iotEdge: fc.boolean() }, { noNullPrototype: true }),
            allocationPolicy: fc.constantFrom("hashed" as const, "static" as const),
            iotHubs: fc.array(nasty, { maxLength: 2 }),
          },
          { requiredKeys: ["capabilities"], noNullPrototype: true },
        ),
      ),
      assignedHub: orNull(nasty),
      provisionedAt: time,
      recipe: nasty,
      recipeHash: hex,
    })
    .chain((rest) =>
      fc.oneof(
        fc.uint8Array({ minLength: 1, maxLength: 316 }).map((key) => ({
          ...rest,
          attestation: "tpm" as const,
          endorsementKey: Buffer.from(key).toString("base64"),
          certificateChain: null,
        })),
        chain.map((pem) => ({ ...rest, attestation: "x509" as const, endorsementKey: null, certificateChain: pem })),
      ),
    )
    .map((entry) => ({ ...entry, lot, practice }));

/** The whole text of a manifest. */
export async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const chunk of chunks) text += chunk;
  return text;
}
