import { createHash } from "node:crypto";
import { fromBase64 } from "../../base/bytes/base64.ts";
import { type Finding, finding } from "./finding.ts";
import { lineText } from "./read-lines.ts";
import { readSealJws } from "./seal-jws.ts";
import { parseLine, type SealedHeader, sealLine } from "./sealed-lines.ts";

export interface Seal {
  /** The header line's bytes. */
  readonly signed: Uint8Array;
  /** Ecdsa-Sig-Value, DER. */
  readonly signature: Uint8Array;
  /** DER, signer first. */
  readonly chain: readonly Uint8Array[];
  readonly at: Date;
}

export interface SignerVerdict {
  readonly signature: boolean;
  /** Null for a chain that holds and, if something is to be trusted, leads there. */
  readonly chain: string | null;
}

/** Judges signature and certificates; the manifest itself knows nothing of them. */
export type SignerJudge = (seal: Seal) => SignerVerdict;

/** Findings about the seal line: its form, whose certificates it names, signature and chain. */
export function checkSeal(
  line: { readonly number: number; readonly bytes: Uint8Array },
  headerLine: Uint8Array,
  header: SealedHeader | undefined,
  judge: SignerJudge,
): readonly Finding[] {
  const where = { line: line.number };
  const seal = parseLine(sealLine, lineText(line.bytes));
  if (seal === undefined) return [finding("seal", "the seal line is damaged", where)];
  const findings: Finding[] = [];
  const digests = seal.certificates.map((der) => createHash("sha256").update(fromBase64(der)).digest("hex"));
  if (header !== undefined && header.certificates.join() !== digests.join()) {
    findings.push(finding("seal", "the certificates are not those the header names", where));
  }
  const chain = seal.certificates.map(fromBase64);
  const at = new Date(header?.createdAt ?? 0);
  const verdict = judge({ signed: headerLine, signature: fromBase64(seal.signature), chain, at });
  if (!verdict.signature) findings.push(finding("signature", "the signature is not of this header by this key", where));
  if (seal.jws !== undefined && verdict.signature) {
    const [own = new Uint8Array()] = chain;
    const jws = readSealJws(seal.jws, headerLine, own);
    if (jws === undefined || !judge({ ...jws, chain, at }).signature)
      findings.push(finding("signature", "the signature by JOSE is not of this header by this key", where));
  }
  // Without a header there is no date to judge the chain at.
  if (verdict.chain !== null && header !== undefined) findings.push(finding("chain", verdict.chain, where));
  return findings;
}
