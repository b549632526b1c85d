import { toBase64 } from "../../base/bytes/bytes.ts";
import { checkDeviceChain } from "../../pki/validate/check-device-chain.ts";
import { matchCertificates } from "../../tpm/endorsement-key/match-certificates.ts";
import { proveEndorsementKey } from "../../tpm/endorsement-key/prove-endorsement-key.ts";
import { type EndorsementKeyReading, readEndorsementKey } from "../../tpm/endorsement-key/read-endorsement-key.ts";
import { connectTpm, type Tpm } from "../../tpm/tpm.ts";
import { hierarchyPasswords } from "../endorsement/hierarchy-passwords.ts";
import { judgeCertificates, summariseCertificates } from "../endorsement/judge-certificates.ts";
import { unitKeys } from "../keys/unit-keys.ts";
import { attestationKind, isCertified } from "../recipe/recipe-attestation.ts";
import { sha256Hex } from "../steps/make-key.ts";
import { challengeKey } from "../steps/prove-key.ts";
import { registrationMismatch } from "../steps/read-back.ts";
import { sameChain } from "../steps/write-certificate.ts";
import { unitErrors } from "../unit-errors.ts";
import type { Check, CheckContext } from "./check.ts";
import { finding } from "./finding.ts";

export const checkRegistration: Check = {
  id: "registration",
  timeoutMs: 30_000,
  expected: ({ recipe: { registration }, identity }) =>
    finding("registration", registration.endpoint, registration.idScope, identity.registrationId),
  async run({ session, expected, signal }) {
    const { registration } = expected.recipe;
    const wanted = {
      ...registration,
      registrationId: expected.identity.registrationId,
      attestation: attestationKind(expected.recipe),
    };
    const found = await session.registration?.read(signal);
    if (found === undefined) return finding("registration-none");
    const other = registrationMismatch(wanted, found);
    if (other !== undefined) return finding("registration-other", other.member, other.expected, other.found);
    return finding("registration", wanted.endpoint, wanted.idScope, wanted.registrationId);
  },
};

async function readTpm({
  session,
  plant,
  expected,
  signal,
}: CheckContext): Promise<{ tpm: Tpm; reading: EndorsementKeyReading }> {
  if (session.tpm === undefined) throw unitErrors.missingCapability("device offers no TPM");
  const tpm = await connectTpm(session.tpm, signal, await hierarchyPasswords(expected.recipe, plant));
  return { tpm, reading: await readEndorsementKey(tpm, signal) };
}

/** The key is the recorded one, its certificate is judged as the recipe wants, and its private half is in this TPM. */
export const checkEndorsementKeyInDevice: Check = {
  id: "endorsement-key",
  timeoutMs: 600_000,
  expected: () => finding("key-and-certificate"),
  async run(context) {
    const { expected, plant, signal } = context;
    const { tpm, reading } = await readTpm(context);
    if (toBase64(reading.publicArea) !== expected.identity.endorsementKey) return finding("endorsement-key-other");
    const { attestation } = expected.recipe;
    const chosen = attestation.type === "tpm" ? attestation.endorsementKey.trust : undefined;
    const matched = await matchCertificates(tpm, reading, { deriveRsa: "when-needed", signal });
    const certificates = judgeCertificates(matched, {
      roots: await plant.trustedIssuers(chosen),
      intermediates: reading.chain,
      at: plant.clock.now(),
    });
    const { verdict, own } = summariseCertificates(certificates);
    const isRequired = attestation.type === "tpm" && attestation.endorsementKey.certificate === "required";
    if (isRequired && own?.accepted !== true) return finding("endorsement-untrusted", verdict);
    if (attestation.type === "tpm" && attestation.endorsementKey.activation === "off")
      return finding("endorsement-known", verdict);
    await proveEndorsementKey(tpm, reading, signal);
    return finding("endorsement-proven", verdict);
  },
};

export const checkCertificateChain: Check = {
  id: "certificate-chain",
  timeoutMs: 60_000,
  expected: ({ identity }) => finding("chain-and-key", identity.certificateSerialNumber ?? "?"),
  async run({ session, plant, expected, signal }) {
    const { attestation } = expected.recipe;
    if (!isCertified(attestation)) return finding("recipe-other");
    const { keys } = unitKeys(expected.recipe, session, plant);
    const found = (await session.certificates?.read(signal)) ?? [];
    if (!sameChain(expected.chain, found)) return finding("chain-other");
    const publicKey = await keys.publicKey(signal);
    if (sha256Hex(publicKey) !== expected.identity.publicKeySha256) return finding("device-key-other");
    const authority = await plant.authority(attestation.certificate.authority);
    checkDeviceChain(found, {
      issuerChain: authority.chain,
      commonName: expected.identity.registrationId,
      publicKey,
      at: plant.clock.now(),
    });
    await challengeKey(keys, publicKey, signal);
    return finding(keys.proof === "compared" ? "chain-compared" : "chain-proven", String(found.length));
  },
};
