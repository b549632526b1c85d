const end = "-----END CERTIFICATE-----";

/** The first certificate of a PEM chain, as text; null for no chain. */
export function leafCertificate(chain: string | null): string | null {
  if (chain === null) return null;
  const at = chain.indexOf(end);
  return at === -1 ? chain : `${chain.slice(0, at + end.length)}\n`;
}
