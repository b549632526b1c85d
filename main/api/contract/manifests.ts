import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";

const count = z.int().nonnegative();
const uploadId = z.string().max(64);
/** Standard Base64 of at most 512 KiB. */
const chunk = z.base64().max(700_000);

export const manifestFindingSchema = z.object({
  /** `changed`, `missing`, `extra` and `moved` are about an entry. */
  kind: z.enum([
    "header",
    "index",
    "seal",
    "signature",
    "chain",
    "count",
    "root",
    "changed",
    "missing",
    "extra",
    "moved",
    "line",
  ]),
  /** In the file from 1; null for what is not there. */
  line: z.int().positive().nullable(),
  /** Of the entry in the lot from 1; null for what has none. */
  number: z.int().positive().nullable(),
  serialNumber: z.string().nullable(),
  /** For the engineer. */
  detail: z.string(),
});

/** own: a key of this station · known: one the plant added, or certified by one · unknown: neither. */
const signerKind = z.enum(["own", "known", "unknown"]);

/** A sealed manifest compared with its own seal. */
export const manifestReportSchema = z.object({
  /** Nothing was found against it. */
  intact: z.boolean(),
  /** What the first line says; null if it is no header of a sealed manifest. */
  header: z
    .object({
      lot: z.string(),
      practice: z.boolean(),
      count,
      stations: z.array(z.string()),
      recipe: z.object({ name: z.string(), hash: z.string() }),
      createdAt: z.iso.datetime(),
      root: z.string(),
    })
    .nullable(),
  /** Entries in the file, and the Merkle root they make. */
  count,
  root: z.string(),
  /** compared: the chain leads to a certificate of the receiver's; false says nothing against it. */
  signer: z
    .object({ subject: z.string(), sha256: z.string(), compared: z.boolean(), kind: signerKind.nullable() })
    .nullable(),
  /** This very seal is in the records of this station. */
  madeHere: z.boolean(),
  /** In the order of the file, the first 100; how many there are in all. */
  findings: z.array(manifestFindingSchema),
  findingCount: count,
});

/** A manifest of any format compared with the records of this station, and with a provisioning service where one was chosen. */
export const manifestComparisonSchema = z.object({
  /** No difference but what may happen to a unit after its manifest was written (`since`, `registered`). */
  same: z.boolean(),
  sameAsRecords: z.boolean(),
  /** Null: none was chosen. */
  service: z
    .object({
      name: z.string(),
      same: z.boolean(),
      /** Entries of the file that are this service's, all of which were asked about. */
      asked: count,
      /** Of them devices that have registered. */
      registered: count,
    })
    .nullable(),
  /** In the file. */
  entries: count,
  /** missing: the file has it, the records or the service have not · extra: the records have it besides, of the file's lots · repeated: in the file
   * twice · signature: not signed by the key it names · attestation: at the service with another key · disabled: at the service. */
  counts: z.object({
    missing: count,
    extra: count,
    different: count,
    repeated: count,
    signature: count,
    attestation: count,
    disabled: count,
    since: count,
  }),
  /** Of a file whose entries are signed one by one; `unknown`: by a key that is not known here and not in the file. */
  signed: z
    .object({
      good: count,
      bad: count,
      unknown: count,
      signer: z.object({ subject: z.string(), sha256: z.string(), kind: signerKind }).nullable(),
    })
    .nullable(),
  /** In the order of the file, the first 100 against each side. */
  differences: z.array(
    z.object({
      kind: z.enum(["missing", "extra", "different", "repeated", "signature", "attestation", "disabled"]),
      against: z.enum(["records", "service"]),
      serialNumber: z.string(),
      /** Of a unit that is different; long values by their SHA-256. */
      field: z.string().nullable(),
      file: z.string().nullable(),
      theirs: z.string().nullable(),
    }),
  ),
});

/** How far a comparison is, where a service is asked; then one `done`. Leaving the iteration stops it. */
export const manifestCompareEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("progress"), asked: count, toAsk: count }),
  z.object({ type: z.literal("done"), comparison: manifestComparisonSchema }),
]);

/**
 * A manifest that was dropped on the screen, judged by the station: `begin`, `append` its bytes in order, then `verify`, `compare`, as often as
 * wanted, and `cancel`. What nobody asked about for 10 minutes is forgotten. Throws `manifest.no-upload`, `manifest.too-large`,
 * `manifest.too-many`.
 */
export const manifestsContract = {
  /** `size`: bytes that will come, at most 4 GiB. */
  begin: oc.input(z.object({ size: count })).output(z.object({ upload: z.string() })),
  append: oc.input(z.object({ upload: uploadId, chunk })).output(z.object({ received: count })),
  /** `trust`: PEM of certificates the signer's chain has to lead to; empty: the chain is not compared. */
  verify: oc
    .input(z.object({ upload: uploadId, trust: z.string().max(100_000).default("") }))
    .output(manifestReportSchema),
  /** Names of the services a manifest can be compared with. */
  services: oc.output(z.array(z.string())),
  /**
   * Manifests of every format against the records, those with signatures against those too, and where a service is named against its entries. The
   * service is asked at the station's own pace; cut off (stopped, `dps.*`), the next call with the same service goes on where this one was. Throws
   * `manifest.malformed`, `set-up.unknown-service`, `dps.*`, `station.cancelled`.
   */
  compare: oc
    .input(z.object({ upload: uploadId, service: z.string().min(1).max(64).nullable().default(null) }))
    .output(eventIterator(manifestCompareEventSchema)),
  /** Forgets the file. */
  cancel: oc.input(z.object({ upload: uploadId })).output(z.object({ received: count })),
};

export type ManifestReport = z.infer<typeof manifestReportSchema>;
export type ManifestComparison = z.infer<typeof manifestComparisonSchema>;
export type ManifestCompareEvent = z.infer<typeof manifestCompareEventSchema>;
export type ManifestFinding = z.infer<typeof manifestFindingSchema>;
