import { toBase64 } from "../../base/bytes/bytes.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import type { DeviceDescription } from "../../device/device-session.ts";
import { describeCertificate } from "../../pki/describe-certificate.ts";
import { judgeEndorsementCertificate } from "../../pki/validate/judge-endorsement-certificate.ts";
import { checkEndorsementKey } from "../../tpm/endorsement-key/check-endorsement-key.ts";
import { defaultRegistrationId } from "../../tpm/endorsement-key/default-registration-id.ts";
import type { CertificateKey } from "../../tpm/inspect/find-certificate-key.ts";
import type { InspectedCertificate, TpmInspection } from "../../tpm/inspect/inspect-tpm.ts";
import { TPM_ALG, TPM_ECC } from "../../tpm/spec/tpm-alg.ts";
import { PERSISTENT_HANDLE } from "../../tpm/spec/well-known-handles.ts";
import type { TpmtPublic } from "../../tpm/structures/tpmt-public.ts";

/** `malformed-but-readable`: DER that a strict reader refuses, for a key this TPM has. */
export type CertificateGrade =
  | "verified"
  | "issuer-unknown"
  | "expired"
  | "not-an-ek"
  | "does-not-match"
  | "malformed-but-readable"
  | "malformed";

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
  readonly sha256: string | null;
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
  const certificates = inspection.certificates.map((each) => describeOne(each, inspection, context));
  const own = inspection.certificates.findIndex(({ key }) => key.of === "endorsement-key");
  const without = certificates.length === 0 ? "no-certificate" : "does-not-match";
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
      certificate: certificates[own]?.grade ?? without,
    },
    certificates,
    chainCertificates: inspection.chainCertificates.length,
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

function describeOne(
  { nvIndex, der, key }: InspectedCertificate,
  { chainCertificates }: TpmInspection,
  { roots, at }: ReportContext,
): CertificateReport {
  const { verdict, detail } = judgeEndorsementCertificate(der, { roots, intermediates: chainCertificates, at });
  const common = { nvIndex: hexOf(nvIndex), key: certificateKeyText(key), ...names(der) };
  if (key.of === "no-key") {
    const grade = verdict === "malformed" ? "malformed" : "does-not-match";
    return { ...common, grade, detail: `its key is none of this TPM's: compared with ${key.tried}; ${detail}` };
  }
  return { ...common, grade: verdict === "malformed" ? "malformed-but-readable" : verdict, detail };
}

function certificateKeyText(key: CertificateKey): string {
  switch (key.of) {
    case "endorsement-key":
      return "the endorsement key that DPS clients use";
    case "persistent-key":
      return `the key at ${hexOf(key.handle)}`;
    case "derived-key":
      return `the key of template ${key.template}, derived`;
    case "no-key":
      return "no key of this TPM";
  }
}

function names(der: Uint8Array): Pick<CertificateReport, "subject" | "issuer" | "notBefore" | "notAfter" | "sha256"> {
  try {
    const { subject, issuer, notBefore, notAfter, sha256 } = describeCertificate(der);
    return { subject, issuer, notBefore, notAfter, sha256 };
  } catch (error) {
    if (!isStationError(error)) throw error;
    return { subject: null, issuer: null, notBefore: null, notAfter: null, sha256: null };
  }
}
