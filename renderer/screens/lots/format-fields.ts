import type { ExportFormat } from "../../../main/api/contract/index.ts";
import type { FormatFields, ManifestField } from "../../locales/en/lots.ts";

export const formats: readonly ExportFormat[] = ["sealed", "csv", "jsonl", "dps-bulk", "devices-txt", "jws"];

const whole: readonly ManifestField[] = [
  "identity",
  "product",
  "publicKey",
  "certificate",
  "twin",
  "state",
  "time",
  "practice",
];

/** What is in a file of each format (docs/manifests.md). Secrets have no word here: no manifest has a place for them. */
export const fieldsOf: FormatFields = {
  csv: whole,
  jsonl: whole,
  sealed: [...whole, "proof"],
  "dps-bulk": ["enrollmentIds", "publicKey", "certificate", "twin", "practice"],
  "devices-txt": ["deviceId", "thumbprint", "twin", "practice"],
  jws: ["identity", "product", "publicKey", "certificate", "time", "practice", "entryProof"],
};
