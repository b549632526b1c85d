import type { Clock } from "../../base/clock.ts";
import { certificateNames } from "../certificate/certificate-fields.ts";
import { type ReadCertificate, readCertificate } from "../certificate/read-certificate.ts";
import { keyIdentifier } from "../keys/key-identifier.ts";
import type { SigningKey } from "../keys/signing-key.ts";
import { pkiErrors } from "../pki-errors.ts";
import type { IssuanceJournal } from "./issuance-journal.ts";

/** An issuer at work. */
export interface Issuer {
  /** DER: the issuer's own certificate first, the root last. */
  readonly chain: readonly Uint8Array[];
  readonly key: SigningKey;
  readonly clock: Clock;
  /** Left out only where there is nothing to write to. */
  readonly journal?: IssuanceJournal | undefined;
}

/** What is the same for every certificate of an issuer. */
export interface IssuerRead {
  readonly certificate: ReadCertificate;
  /** Name, DER, byte for byte as in its certificate. */
  readonly name: Uint8Array;
  /** Hexadecimal. */
  readonly keyIdentifier: string;
  /** What is shown above a certificate by this issuer: the chain without its root. */
  readonly above: readonly Uint8Array[];
  /** When all of its chain is in force: what hangs on it is worth nothing at any other time. */
  readonly validity: { readonly from: Date; readonly to: Date };
}

const issuersRead = new WeakMap<readonly Uint8Array[], IssuerRead>();

/** Throws `pki.damaged-authority` for one without a certificate. */
export function readIssuer({ chain }: Pick<Issuer, "chain">): IssuerRead {
  const known = issuersRead.get(chain) ?? readAnew(chain);
  issuersRead.set(chain, known);
  return known;
}

function readAnew(chain: readonly Uint8Array[]): IssuerRead {
  const [der] = chain;
  if (der === undefined) throw pkiErrors.damagedAuthority("authority without a certificate");
  const certificate = readCertificate(der);
  return {
    certificate,
    name: certificateNames(der).subject,
    keyIdentifier:
      certificate.subjectKeyIdentifier ??
      keyIdentifier(certificate.system.publicKey.export({ type: "spki", format: "der" })),
    above: chain.filter((above) => !isSelfIssued(readCertificate(above))),
    validity: validityOf(chain.map((each) => readCertificate(each))),
  };
}

const validityOf = (chain: readonly ReadCertificate[]): IssuerRead["validity"] => ({
  from: new Date(Math.max(...chain.map(({ system }) => system.validFromDate.getTime()))),
  to: new Date(Math.min(...chain.map(({ system }) => system.validToDate.getTime()))),
});

const isSelfIssued = ({ system }: ReadCertificate): boolean => system.checkIssued(system);
