import type { Registration } from "../../device/device-session.ts";
import type { Recipe } from "./recipe-schema.ts";

type Attestation = Recipe["attestation"];
export type CertifiedAttestation = Extract<Attestation, { readonly type: "x509" | "x509-group" }>;
type GroupAttestation = Extract<Attestation, { readonly group: string }>;

const kinds: Readonly<Record<Attestation["type"], Registration["attestation"]>> = {
  tpm: "tpm",
  x509: "x509",
  "x509-group": "x509",
  "symmetric-key": "symmetric-key",
  "symmetric-key-group": "symmetric-key",
};

/** What the device proves itself with, whoever has enrolled it. */
export const attestationKind = ({ attestation }: Pick<Recipe, "attestation">): Registration["attestation"] =>
  kinds[attestation.type];

/** Whether the device gets a key and a certificate. */
export const isCertified = (attestation: Attestation): attestation is CertifiedAttestation =>
  kinds[attestation.type] === "x509";

/** Whether a group stands for entries of the units' own. */
export const isByGroup = (attestation: Attestation): attestation is GroupAttestation => "group" in attestation;
