import { baseErrors } from "../../base/errors/base-errors.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import type { CertificateAuthority } from "../../pki/authority/certificate-authority.ts";
import { readIssuer } from "../../pki/authority/issuer.ts";
import { newSerialNumber } from "../../pki/authority/serial-number.ts";
import { pkiErrors } from "../../pki/pki-errors.ts";
import { checkDeviceChain } from "../../pki/validate/check-device-chain.ts";
import { recordsErrors } from "../../records/records-errors.ts";
import { type CertifiedAttestation, isCertified } from "../recipe/recipe-attestation.ts";
import { refusePilot } from "../recipe/refuse-pilot.ts";
import { awaitCertificate } from "./await-certificate.ts";
import { checkClock } from "./check-clock.ts";
import { sha256Hex } from "./make-key.ts";
import { need, type Step, type StepContext } from "./step.ts";

const msPerDay = 86_400_000;

/**
 * Has the authority certify the device key. The intent is journalled before signing, and a certificate already issued for this
 * unit and key is used again: a run cut off at any moment ends in the same certificate when repeated. Where the authority's key is
 * elsewhere the certificate is one that was brought, or the unit is set aside until it is.
 */
export const issueCertificate: Step = {
  id: "issue-certificate",
  timeoutMs: 30_000,
  async run(context) {
    const { recipe } = context.order.recipe;
    const { attestation } = recipe;
    if (!isCertified(attestation)) throw baseErrors.defect("issue-certificate belongs to X.509 recipes");
    const authority = await context.plant.authority(attestation.certificate.authority);
    refusePilot(recipe, authority);
    await checkClock(context.plant);
    const kept = await findIssued(context, attestation, authority);
    if (kept === undefined) await refuseSecond(context, attestation);
    if (kept === undefined && authority.elsewhere === true) {
      const setAside = await awaitCertificate(context, attestation, authority);
      return { setAside, measurements: { authority: authority.name, pilot: authority.pilot, awaiting: true } };
    }
    const { chain, serialNumber } = kept ?? (await issue(context, attestation, authority));
    const number = { certificateSerialNumber: serialNumber, certificateAuthority: attestation.certificate.authority };
    return {
      findings: { chain, issuerChain: authority.chain, ...number },
      measurements: { authority: authority.name, pilot: authority.pilot, serialNumber, again: kept !== undefined },
    };
  },
};

async function findIssued(
  { plant, findings }: StepContext,
  { certificate }: CertifiedAttestation,
  authority: CertificateAuthority,
) {
  if (findings.isNew === true) return undefined;
  const { chain: issuerChain } = authority;
  const publicKey = need(findings, "publicKey");
  const commonName = need(findings, "registrationId");
  const at = plant.clock.now();
  const found = await plant.records.certificates.findReusable({
    unit: need(findings, "serialNumber"),
    publicKeySha256: sha256Hex(publicKey),
    authority: certificate.authority,
    registrationId: commonName,
    at,
    // Half its life must be left: the device may lie in a warehouse for a year before it first registers. No new one would outlive the authority.
    minimumDaysLeft: Math.min(
      Math.floor(certificate.validityDays / 2),
      daysUntil(readIssuer(authority).validity.to, at),
    ),
  });
  if (found === undefined) return undefined;
  if (await authority.isRevoked(found.serialNumber))
    throw pkiErrors.revoked(`certificate ${found.serialNumber} of authority "${authority.name}"`);
  try {
    checkDeviceChain(found.chain, { issuerChain, commonName, publicKey, at });
    return found;
  } catch (error) {
    // An authority made anew under an old name: what the old one issued would never pass the read-back.
    if (isStationError(error)) return undefined;
    throw error;
  }
}

const daysUntil = (end: Date, at: Date): number => Math.max(0, Math.floor((end.getTime() - at.getTime()) / msPerDay));

/** A unit on record with a certificate is enrolled with it; another one in the device would lock it out. But for rework. */
async function refuseSecond({ plant, findings }: StepContext, { certificate }: CertifiedAttestation): Promise<void> {
  if (findings.inRework === true || findings.isNew === true) return;
  const serialNumber = need(findings, "serialNumber");
  const recorded = (await plant.records.identities.findByUnit(serialNumber))?.certificateSerialNumber ?? null;
  if (recorded === null) return;
  throw recordsErrors.identityChanged(
    `unit ${serialNumber} is on record with certificate ${recorded}, which is not of authority "${certificate.authority}" or has less than half of ${certificate.validityDays} days left`,
  );
}

async function issue(
  { order, plant, findings }: StepContext,
  { certificate }: CertifiedAttestation,
  authority: CertificateAuthority,
) {
  const publicKey = need(findings, "publicKey");
  const registrationId = need(findings, "registrationId");
  const serialNumber = newSerialNumber();
  const intent = {
    serialNumber,
    unit: need(findings, "serialNumber"),
    runId: order.runId,
    authority: certificate.authority,
    publicKeySha256: sha256Hex(publicKey),
    registrationId,
  };
  // What this process signs and a power cut takes with it has never been; a token may remember.
  await plant.records.certificates.intend(intent, { forced: authority.inToken === true });
  const issued = await authority.issueDeviceCertificate({
    publicKey,
    commonName: registrationId,
    validityDays: certificate.validityDays,
    subject: certificate.subject,
    serialNumber,
  });
  await plant.records.certificates.issued({
    serialNumber,
    authority: certificate.authority,
    chain: issued.chain,
    notBefore: issued.notBefore,
    notAfter: issued.notAfter,
  });
  return { chain: issued.chain, serialNumber };
}
