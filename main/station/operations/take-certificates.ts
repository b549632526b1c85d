import { createHash, X509Certificate } from "node:crypto";
import { asStationError } from "../../base/errors/base-errors.ts";
import type { ReturnedVerdict } from "../../api/contract/index.ts";
import { mayIssue, type ReadCertificate, readCertificate } from "../../pki/certificate/read-certificate.ts";
import { pkiErrors } from "../../pki/pki-errors.ts";
import { checkCertificateRequest } from "../../pki/requests/check-certificate-request.ts";
import { checkReturnedCertificate, type ReturnedCertificate } from "../../pki/requests/check-returned-certificate.ts";
import type { KeptCertificateRequest } from "../../records/certificate-requests.ts";
import { checkClock } from "../../workflow/steps/check-clock.ts";
import type { Workshop } from "../workshop.ts";

export interface TakingParts extends Pick<Workshop, "records" | "plant"> {
  readonly authorities: Pick<Workshop["authorities"], "forDevices">;
}

/** They share one forced write to the disk. */
const atOnce = 64;

/**
 * Takes certificates that were signed elsewhere: each is matched to its request by public key, judged as it would be read back from
 * its device, and kept as issued, alone and whole; the others have their verdict, and nothing happened for them. May be repeated
 * with the same files. Throws `pki.clock-behind`, and what the records throw of their disk.
 */
export async function takeCertificates(
  parts: TakingParts,
  certificates: readonly Uint8Array[],
): Promise<readonly ReturnedVerdict[]> {
  await checkClock(parts.plant);
  const distinct = [...new Map(certificates.map((der) => [sha256Hex(der), der] as const))];
  const doubled = doubledKeys(distinct.map(([, der]) => der));
  const verdicts: ReturnedVerdict[] = [];
  for (let offset = 0; offset < distinct.length; offset += atOnce) {
    const some = distinct.slice(offset, offset + atOnce);
    verdicts.push(...(await Promise.all(some.map(([sha256, der]) => verdictOn(parts, { sha256, der, doubled })))));
  }
  return verdicts;
}

interface Returned {
  readonly sha256: string;
  readonly der: Uint8Array;
  /** Keys for which these files have more than one certificate. */
  readonly doubled: ReadonlySet<string>;
}

async function verdictOn(parts: TakingParts, returned: Returned): Promise<ReturnedVerdict> {
  const { sha256 } = returned;
  let about: Pick<ReturnedVerdict, "subject" | "unit" | "registrationId"> = {
    subject: "",
    unit: null,
    registrationId: null,
  };
  try {
    const certificate = readCertificate(returned.der);
    about = { ...about, subject: certificate.system.subject?.split("\n").join(", ") ?? "" };
    if (mayIssue(certificate))
      return { sha256, ...about, verdict: "authority", code: null, sentence: null, detail: "" };
    const key = keyOf(certificate);
    const request = await parts.records.certificateRequests.findByKey(key);
    if (request === undefined) throw pkiErrors.notRequested(`no unit has asked for a certificate with key ${key}`);
    about = { ...about, unit: request.unit, registrationId: request.registrationId };
    const isNew = await take(parts, request, { ...returned, key });
    return { sha256, ...about, verdict: isNew ? "taken" : "known", code: null, sentence: null, detail: "" };
  } catch (error) {
    const { code, sentence, detail, area } = refusal(error);
    // A disk that is full has judged no certificate.
    if (area === "records" && !refusals.includes(code)) throw error;
    return { sha256, ...about, verdict: "refused", code, sentence, detail };
  }
}

/** What the records say of a certificate, not of themselves. */
const refusals = ["records.certificate-changed", "records.duplicate-certificate"];

function refusal(error: unknown) {
  const { code, sentence, detail } = asStationError(error);
  return { code, sentence, detail, area: code.split(".")[0] };
}

/** False for one that was taken before. */
async function take(
  parts: TakingParts,
  request: KeptCertificateRequest,
  { sha256, der, key, doubled }: Returned & { readonly key: string },
): Promise<boolean> {
  const who = `unit ${request.unit}, key ${key}`;
  const { certificateRequests } = parts.records;
  if (await certificateRequests.hasTaken(sha256)) return false;
  if (request.state === "superseded") throw pkiErrors.requestSuperseded(`${who} has been replaced`);
  if (request.state === "fulfilled" || doubled.has(key))
    throw pkiErrors.secondCertificate(`${who}: more than one certificate, and no telling which is meant`);
  const issued = await judge(parts, request, der);
  return certificateRequests.fulfil(request.id, issued);
}

async function judge(
  { authorities, plant }: TakingParts,
  { authority: name, registrationId, validityDays, subject, request }: KeptCertificateRequest,
  der: Uint8Array,
): Promise<ReturnedCertificate> {
  const authority = await authorities.forDevices(name);
  const { publicKey } = await checkCertificateRequest(request, { commonName: registrationId });
  const issued = checkReturnedCertificate(der, {
    issuerChain: authority.chain,
    commonName: registrationId,
    publicKey,
    subject,
    validityDays,
    at: plant.clock.now(),
  });
  if (await authority.isRevoked(issued.serialNumber))
    throw pkiErrors.revoked(`certificate ${issued.serialNumber} of authority "${name}"`);
  return issued;
}

/** Two certificates for one key, neither of them the one that is on record: nobody here can say which is meant. */
function doubledKeys(certificates: readonly Uint8Array[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const der of certificates) {
    const key = keyIn(der);
    if (key === undefined) continue;
    if (seen.has(key)) twice.add(key);
    seen.add(key);
  }
  return twice;
}

function keyIn(der: Uint8Array): string | undefined {
  try {
    return keyOf({ system: new X509Certificate(der) });
  } catch {
    return undefined;
  }
}

function keyOf({ system }: Pick<ReadCertificate, "system">): string {
  try {
    return sha256Hex(system.publicKey.export({ type: "spki", format: "der" }));
  } catch (cause) {
    throw pkiErrors.badCertificate("the key cannot be read", cause);
  }
}

const sha256Hex = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
