import { createHash } from "node:crypto";
import { defaultRegistrationId } from "../../../main/tpm/endorsement-key/default-registration-id.ts";
import { derToPem } from "../../../main/pki/pem.ts";
import type { PassedRun } from "../../../main/records/record-pass.ts";
import { endorsementKeyOf } from "../../harness/recorded-units.ts";

/** What a line that made it would have recorded of a unit. */
export interface MadeUnit {
  readonly serialNumber: string;
  /** DER, leaf first; null for a unit with a TPM. */
  readonly chain: readonly Uint8Array[] | null;
  readonly pass: PassedRun;
}

const sha256Hex = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");
const facts = { firmware: "1.4.2", bootloader: "2.0.0", practice: true };
const settings = {
  provisioningStatus: "enabled",
  capabilities: { iotEdge: false },
  reprovisionPolicy: { updateHubAssignment: true, migrateDeviceData: true },
  allocationPolicy: "hashed",
  initialTwin: { tags: { lot: "LOT-1", line: "3" }, properties: { desired: { reportEverySeconds: 60 } } },
};

/** Every other one has a TPM, the rest certificates made from `chain`, each with a number of its own. */
export function madeUnit(number: number, chain: readonly Uint8Array[], runId: string): MadeUnit {
  const serialNumber = `GW2${String(number).padStart(8, "0")}`;
  return number % 2 === 0 ? tpmUnit(serialNumber, runId) : certifiedUnit(serialNumber, numbered(chain, number), runId);
}

function tpmUnit(serialNumber: string, runId: string): MadeUnit {
  const endorsementKey = endorsementKeyOf(serialNumber);
  const publicArea = Buffer.from(endorsementKey, "base64");
  const names = { registrationId: defaultRegistrationId(publicArea), deviceId: serialNumber };
  const attestation = { type: "tpm", tpm: { endorsementKey } };
  const key = { endorsementKey, publicKeySha256: sha256Hex(publicArea), certificateSerialNumber: null };
  const identity = { attestation: "tpm" as const, ...names, ...key, facts };
  return { serialNumber, chain: null, pass: passOf(runId, identity, attestation) };
}

function certifiedUnit(
  serialNumber: string,
  { chain, number }: { readonly chain: readonly Uint8Array[]; readonly number: string },
  runId: string,
): MadeUnit {
  const names = { registrationId: serialNumber.toLowerCase(), deviceId: serialNumber };
  const [leaf = new Uint8Array()] = chain;
  const attestation = { type: "x509", x509: { clientCertificates: { primary: { certificate: derToPem(leaf) } } } };
  const key = {
    endorsementKey: null,
    publicKeySha256: sha256Hex(serialNumber),
    certificateSerialNumber: number,
    certificateAuthority,
  };
  const identity = { attestation: "x509" as const, ...names, ...key, facts };
  return { serialNumber, chain, pass: passOf(runId, identity, attestation) };
}

function passOf(runId: string, identity: PassedRun["identity"], attestation: object): PassedRun {
  const { registrationId, deviceId } = identity;
  return {
    runId,
    ms: 6_543,
    identity,
    enrollment: { service: "plant-dps", entry: { registrationId, deviceId, attestation, ...settings } },
  };
}

/** Whose certificates they are. */
export const certificateAuthority = "line-ca";
const beforeNumber = Buffer.from("a00302010202", "hex");

/** The leaf with this serial number in it, whatever its signature says of that. */
function numbered(chain: readonly Uint8Array[], number: number) {
  const [template = new Uint8Array(), ...above] = chain;
  const leaf = Buffer.from(template);
  const at = leaf.indexOf(beforeNumber) + beforeNumber.length;
  const length = leaf[at] ?? 0;
  leaf.writeUInt32BE(number, at + 1 + length - 4);
  return { chain: [leaf, ...above], number: leaf.toString("hex", at + 1, at + 1 + length) };
}
