import { authorityWarnings } from "../../pki/authority/authority-warnings.ts";
import type { TokenKey } from "../../pki/custody/authority-folder.ts";
import { encodeCertificateBundle } from "../../pki/certificate/certificate-bundle.ts";
import { describeCertificate } from "../../pki/describe-certificate.ts";
import { pkiErrors } from "../../pki/pki-errors.ts";
import { pemChain } from "./run-result.ts";

/** An authority, open or only listed. */
interface Shown {
  readonly name: string;
  readonly pilot: boolean;
  readonly chain: readonly Uint8Array[];
  readonly token?: TokenKey | undefined;
  readonly elsewhere?: boolean | undefined;
}

/** What recipes mean unless they say otherwise. */
const usualDeviceDays = 3650;

/** What may be shown of an authority: its certificate and where its key is, never the key. All of the certificate is null while there is none. */
export function authorityView({ name, pilot, chain, token, elsewhere }: Shown, now = new Date()) {
  const [issuer] = chain;
  const here: "file" | "token" = token === undefined ? "file" : "token";
  const custody = elsewhere === true ? ("elsewhere" as const) : here;
  if (issuer === undefined) return { name, pilot, custody, ...uncertified };
  const { subject, serialNumber, notBefore, notAfter, sha256 } = describeCertificate(issuer);
  const warnings = authorityWarnings(chain, { now, deviceDays: usualDeviceDays });
  return {
    name,
    pilot,
    custody,
    subject,
    serialNumber,
    notBefore,
    notAfter,
    sha256,
    above: chain.length - 1,
    warnings,
  };
}

const uncertified = {
  subject: null,
  serialNumber: null,
  notBefore: null,
  notAfter: null,
  sha256: null,
  above: 0,
  warnings: [],
} as const;

/**
 * The authority's certificates as the file's name wants them: `.p7b` all of them in PKCS #7, `.cer` and `.der` its own alone in DER,
 * else all as PEM, issuer first, root last. Throws `pki.not-certified`.
 */
export function exportAuthorityChain({ name, chain }: Shown, file: string): string | Uint8Array {
  const [issuer] = chain;
  if (issuer === undefined) throw pkiErrors.notCertified(`authority ${name}`);
  if (/\.p7[bc]$/i.test(file)) return encodeCertificateBundle(chain);
  return /\.(cer|der)$/i.test(file) ? issuer : pemChain(chain);
}
