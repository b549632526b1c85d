import { toBase64 } from "../../base/bytes/bytes.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import type { DeviceDescription } from "../../device/device-session.ts";
import { describeStoredCertificate } from "../../pki/describe-stored-certificate.ts";
import { checkEndorsementKey } from "../../tpm/endorsement-key/check-endorsement-key.ts";
import { defaultRegistrationId } from "../../tpm/endorsement-key/default-registration-id.ts";
import type { TpmInspection } from "../../tpm/inspect/inspect-tpm.ts";
import { TPM_ALG, TPM_ECC } from "../../tpm/spec/tpm-alg.ts";
import { PERSISTENT_HANDLE } from "../../tpm/spec/well-known-handles.ts";
import type { TpmtPublic } from "../../tpm/structures/tpmt-public.ts";
import {
  type CertificateGrade,
  type JudgedCertificate,
  judgeCertificates,
  summariseCertificates,
} from "../../workflow/endorsement/judge-certificates.ts";

export interface TpmReport {
  readonly type: "tpm";
  readonly device: Pick<DeviceDescription, "model" | "serialNumber" | "firmware" | "practice">;
  readonly facts: TpmInspection["facts"];
  readonly keys: readonly { readonly handle: string; readonly kind: string; readonly key: string }[];
  readonly endorsementKey: {
    /** Base64 TPM2B_PUBLIC. */
    readonly key: string;
    readonly registrationId: string;
    readonly source: string;
    readonly template: string;
    readonly reason: string;
    /** Why DPS would refuse it, as `code: detail`; null if it would not. */
    readonly fault: string | null;
    /** Of the certificate for this key, or why there is none. */
    readonly certificate: CertificateGrade | "no-certificate";
  };
  readonly certificates: readonly CertificateReport[];
  /** How many intermediates the maker left in NV. */
  readonly chainCertificates: number;
}

export interface CertificateReport {
  readonly nvIndex: string;
  readonly grade: CertificateGrade;
  readonly detail: string;
  /** Whose key it holds. */
  readonly key: string;
  readonly subject: string | null;
  readonly issuer: string | null;
  readonly notBefore: string | null;
  readonly notAfter: string | null;
  readonly sha256: string;
}

export interface ReportContext {
  readonly device: DeviceDescription;
  readonly roots: readonly Uint8Array[];
  readonly at: Date;
}

/** What was read from a TPM, judged and in words. */
export function describeInspectedTpm(inspection: TpmInspection, context: ReportContext): TpmReport {
  const { model, serialNumber, firmware, practice } = context.device;
  const { publicArea, source, template, reason } = inspection.endorsementKey;
  const { chain } = inspection.endorsementKey;
  const { roots, at } = context;
  const certificates = judgeCertificates(inspection.certificates, { roots, intermediates: chain, at });
  return {
    type: "tpm",
    device: { model, serialNumber, firmware, practice },
    facts: inspection.facts,
    keys: inspection.persistentKeys.map(({ handle, publicArea: area }) => ({
      handle: hexOf(handle),
      kind: kinds.get(handle) ?? (isEndorsementHandle(handle) ? "endorsement key" : "other"),
      key: area === undefined ? "of a kind not known here" : keyText(area),
    })),
    endorsementKey: {
      key: toBase64(publicArea),
      registrationId: defaultRegistrationId(publicArea),
      source,
      template,
      reason,
      fault: faultOf(publicArea),
      certificate: summariseCertificates(certificates).verdict,
    },
    certificates: certificates.map(reportOf),
    chainCertificates: chain.length,
  };
}

const hexOf = (handle: number): string => `0x${handle.toString(16).padStart(8, "0")}`;

const kinds: ReadonlyMap<number, string> = new Map([
  [PERSISTENT_HANDLE.endorsementKey, "endorsement key that DPS clients use"],
  [PERSISTENT_HANDLE.storageRootKey, "storage root key (SRK)"],
  [PERSISTENT_HANDLE.deviceIdentityKey, "identity key of DPS clients"],
]);

/** 0x81010000 to 0x8101FFFF are the endorsement hierarchy's (TCG Registry of Reserved TPM 2.0 Handles, clause 2.3.1). */
const isEndorsementHandle = (handle: number): boolean => handle >>> 16 === 0x8101;

const curves: ReadonlyMap<number, string> = new Map([
  [TPM_ECC.NIST_P256, "P-256"],
  [TPM_ECC.NIST_P384, "P-384"],
  [TPM_ECC.NIST_P521, "P-521"],
]);

function keyText(key: TpmtPublic): string {
  switch (key.type) {
    case TPM_ALG.RSA:
      return `RSA ${key.keyBits}`;
    case TPM_ALG.ECC:
      return `ECC ${curves.get(key.curveId) ?? hexOf(key.curveId)}`;
    case TPM_ALG.KEYEDHASH:
      return "HMAC or sealed data";
  }
}

function faultOf(publicArea: Uint8Array): string | null {
  try {
    checkEndorsementKey(publicArea);
    return null;
  } catch (error) {
    if (!isStationError(error)) throw error;
    return `${error.code}: ${error.detail}`;
  }
}

function reportOf({ nvIndex, grade, detail, key, der }: JudgedCertificate): CertificateReport {
  const { subject, issuer, notBefore, notAfter, sha256 } = describeStoredCertificate(der);
  return { nvIndex, grade, detail, key, subject, issuer, notBefore, notAfter, sha256 };
}
