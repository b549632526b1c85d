import { fromHex, toHex, utf8 } from "../../base/bytes/bytes.ts";
import { manifestErrors } from "../manifest-errors.ts";
import { checkSeal, type SignerJudge } from "./check-seal.ts";
import { type Finding, finding } from "./finding.ts";
import { auditPath, leafDigest, rootByPath } from "./merkle-tree.ts";
import { lineText } from "./read-lines.ts";
import { type ChunkSource, isSealLine, readFront, readIndex } from "./read-sealed.ts";
import { type EntryProof, entryProof, parseLine, type SealedHeader, sealedHeader } from "./sealed-lines.ts";

/** One entry with its way to the sealed root. Throws `manifest.no-entry`, or `manifest.malformed` for a file that does not hold. */
export async function proveEntry(source: ChunkSource, serialNumber: string): Promise<EntryProof> {
  const number = await numberOf(source, serialNumber);
  const { front, rest } = await readFront(source);
  if (front.header === undefined) throw manifestErrors.malformed("line 1: not the header of a sealed manifest");
  let entry: string | undefined;
  let at = 0;
  for await (const { bytes } of rest) {
    const text = lineText(bytes);
    if (at === number) entry = text;
    at += 1;
    if (!isSealLine(text)) continue;
    const proof: EntryProof = {
      format: "touchmark-proof",
      version: 1,
      header: lineText(front.headerLine),
      entry: entry ?? "",
      seal: text,
      number,
      path: auditPath(front.leaves, number).map(toHex),
    };
    if (leadsToRoot(proof, front.header)) return proof;
    break;
  }
  throw manifestErrors.malformed(`entry ${number + 1} is not as it was sealed; see: touchmark manifest verify`);
}

async function numberOf(source: ChunkSource, serialNumber: string): Promise<number> {
  for await (const { from, index } of readIndex(source)) {
    const at = index.findIndex(([name]) => name === serialNumber);
    if (at !== -1) return from + at;
  }
  throw manifestErrors.noEntry(`no entry with serial number ${JSON.stringify(serialNumber)} in the index`);
}

function leadsToRoot({ entry, number, path }: EntryProof, { count, root }: SealedHeader): boolean {
  const reached = rootByPath(leafDigest(utf8(entry)), { index: number, count }, path.map(fromHex));
  return reached !== undefined && toHex(reached) === root;
}

export interface ProofReport {
  readonly header: SealedHeader | undefined;
  readonly entry: string;
  readonly findings: readonly Finding[];
}

/** Checks one entry alone. Throws `manifest.malformed` for what is no proof. */
export function verifyProof(text: string, judge: SignerJudge): ProofReport {
  const proof = parseLine(entryProof, text.trimEnd());
  if (proof === undefined) throw manifestErrors.malformed("not a proof made by: touchmark manifest prove");
  const header = parseLine(sealedHeader, proof.header);
  const findings: Finding[] = [];
  if (header === undefined) findings.push(finding("header", "the header line is damaged"));
  else if (!leadsToRoot(proof, header)) findings.push(finding("root", "entry and path do not lead to the sealed root"));
  const seal = { number: 1, bytes: utf8(proof.seal) };
  findings.push(...checkSeal(seal, utf8(proof.header), header, judge).map((each) => ({ ...each, line: null })));
  return { header, entry: proof.entry, findings };
}
