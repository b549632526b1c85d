import { constants } from "node:crypto";
import { type DetailedPeerCertificate, TLSSocket } from "node:tls";
import type { ServerIdentity } from "../certificates/make-server-identity.ts";

const longestChain = 10;

/** Client certificates are asked for and judged by the routes, not by the system's roots. */
export const tlsOptions = ({ certificatePem: cert, privateKeyPem: key }: ServerIdentity) =>
  ({
    cert,
    key,
    requestCert: true,
    rejectUnauthorized: false,
    minVersion: "TLSv1.2",
    // A resumed session remembers the client's leaf, but not the intermediates it came with.
    secureOptions: constants.SSL_OP_NO_TICKET,
  }) as const;

/** What the client showed (DER), leaf first, as far as it sent it. Node links each certificate to its issuer; a root is its own. */
export function peerChain(socket: unknown): readonly Uint8Array[] {
  if (!(socket instanceof TLSSocket)) return [];
  const chain: Uint8Array[] = [];
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (next?.raw instanceof Uint8Array && chain.length < longestChain) {
    chain.push(next.raw);
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate;
  }
  return chain;
}
