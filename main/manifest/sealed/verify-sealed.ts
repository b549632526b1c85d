import { toHex } from "../../base/bytes/bytes.ts";
import { manifestEntry } from "../manifest-entry.ts";
import { manifestErrors } from "../manifest-errors.ts";
import { checkSeal, type SignerJudge } from "./check-seal.ts";
import { EntryComparison } from "./compare-entries.ts";
import { type Finding, finding } from "./finding.ts";
import { digestBytes, leafDigest, MerkleRoot, rootOf } from "./merkle-tree.ts";
import { type FileLine, lineText } from "./read-lines.ts";
import { type ChunkSource, isSealLine, readFront, readNames, type SealedFront } from "./read-sealed.ts";
import type { SealedHeader } from "./sealed-lines.ts";

export interface SealReport {
  /** Undefined if the first line is no header. */
  readonly header: SealedHeader | undefined;
  /** Entry lines in the file. */
  readonly count: number;
  /** Merkle tree hash of the entry lines in the file. */
  readonly root: string;
  /** In the order of the file; empty if all is as it was sealed. */
  readonly findings: readonly Finding[];
}

/**
 * Compares a sealed manifest with its own seal. Reads it once (twice to name what differs); 32 bytes an entry stay in memory. Throws
 * `manifest.malformed` for a file of which nothing is a sealed manifest's.
 */
export async function verifySealed(source: ChunkSource, judge: SignerJudge): Promise<SealReport> {
  const { front, rest } = await readFront(source);
  const comparison = new EntryComparison(front.leaves);
  const root = new MerkleRoot();
  const findings: Finding[] = [];
  let count = 0;
  let seal: FileLine | undefined;
  for await (const line of rest) {
    if (!line.whole) findings.push(finding("line", "the line is cut off", { line: line.number }));
    if (seal !== undefined) findings.push(finding("extra", "a line after the seal", { line: line.number }));
    else if (isSealLine(lineText(line.bytes.subarray(0, 32)))) seal = line;
    else {
      const leaf = leafDigest(line.bytes);
      root.add(leaf);
      count += 1;
      comparison.add(line.number, leaf, () => serialNumberOf(line.bytes));
    }
  }
  // Of one that was moved, the seal may stand where the header belongs.
  const sealed = seal !== undefined || isSealLine(lineText(front.headerLine.subarray(0, 32)));
  if (front.header === undefined && front.leaves.length === 0 && !sealed)
    throw manifestErrors.malformed(
      "neither header, index nor seal: this file was not sealed; `manifest diff` reads others",
    );
  const differences = await comparison.finish((numbers) => readNames(source, numbers));
  const merkleRoot = toHex(root.digest());
  findings.push(
    ...checkFront(front),
    ...differences,
    ...checkContent(front.header, count, merkleRoot),
    ...(seal === undefined
      ? [finding("seal", "there is no seal line")]
      : checkSeal(seal, front.headerLine, front.header, judge)),
  );
  return { header: front.header, count, root: merkleRoot, findings: findings.toSorted(byLine) };
}

function checkFront({ header, leaves, indexDigest, damagedIndex }: SealedFront): readonly Finding[] {
  if (header === undefined) return [finding("header", "the header line is damaged", { line: 1 })];
  const findings: Finding[] = [];
  if (damagedIndex !== null) findings.push(finding("index", "damaged or out of order", { line: damagedIndex }));
  if (indexDigest !== header.index) findings.push(finding("index", "the index is not the one that was sealed"));
  const listed = leaves.length / digestBytes;
  if (listed !== header.count) findings.push(finding("index", `${listed} entries listed, ${header.count} sealed`));
  if (toHex(rootOf(leaves)) !== header.root) findings.push(finding("index", "its digests do not make the sealed root"));
  return findings;
}

function checkContent(header: SealedHeader | undefined, count: number, root: string): readonly Finding[] {
  if (header === undefined) return [];
  const findings: Finding[] = [];
  if (count !== header.count) findings.push(finding("count", `${count} entries in the file, ${header.count} sealed`));
  if (root !== header.root) findings.push(finding("root", `the entries make ${root}, sealed was ${header.root}`));
  return findings;
}

function serialNumberOf(line: Uint8Array): string | null {
  try {
    return manifestEntry
      .pick({ serialNumber: true })
      .loose()
      .parse(JSON.parse(lineText(line))).serialNumber;
  } catch {
    return null;
  }
}

/** What has no line of its own comes after what has. */
const byLine = (a: Finding, b: Finding): number => (a.line ?? Infinity) - (b.line ?? Infinity) || 0;
