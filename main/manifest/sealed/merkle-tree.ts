import { hash } from "node:crypto";
import { concatBytes } from "../../base/bytes/bytes.ts";

export const digestBytes = 32;
const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => hash("sha256", concatBytes(...parts), "buffer");

/** SHA-256(00 || data), RFC 6962 §2.1. */
export const leafDigest = (data: Uint8Array): Uint8Array => sha256(leafPrefix, data);
/** The same of a text in UTF-8, without its bytes being copied twice. */
export const textLeafDigest = (text: string): Uint8Array => hash("sha256", `\0${text}`, "buffer");
/** SHA-256(01 || left || right). */
const nodeDigest = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(nodePrefix, left, right);

/** The Merkle tree hash of leaves as they come, in memory of its logarithm. */
export class MerkleRoot {
  /** Complete subtrees from the left, each larger than the next. */
  readonly #subtrees: { readonly size: number; readonly digest: Uint8Array }[] = [];

  add(leaf: Uint8Array): void {
    let subtree = { size: 1, digest: leaf };
    for (let last = this.#subtrees.at(-1); last?.size === subtree.size; last = this.#subtrees.at(-1)) {
      this.#subtrees.pop();
      subtree = { size: subtree.size * 2, digest: nodeDigest(last.digest, subtree.digest) };
    }
    this.#subtrees.push(subtree);
  }

  /** Of no leaves: SHA-256 of nothing. */
  digest(): Uint8Array {
    const [rightmost, ...others] = this.#subtrees.toReversed();
    if (rightmost === undefined) return sha256();
    return others.reduce((right, { digest }) => nodeDigest(digest, right), rightmost.digest);
  }
}

/** PATH(index, leaves) of RFC 6962 §2.1.1, from the leaf's neighbour up. `leaves` has 32 bytes each, one after the other. */
export function auditPath(leaves: Uint8Array, index: number): readonly Uint8Array[] {
  const count = leaves.length / digestBytes;
  if (count <= 1) return [];
  const split = largestPowerOfTwoBelow(count);
  const left = leaves.subarray(0, split * digestBytes);
  const right = leaves.subarray(split * digestBytes);
  return index < split
    ? [...auditPath(left, index), rootOf(right)]
    : [...auditPath(right, index - split), rootOf(left)];
}

/** The root of leaves that lie one after the other. */
export function rootOf(leaves: Uint8Array): Uint8Array {
  const root = new MerkleRoot();
  for (let at = 0; at < leaves.length; at += digestBytes) root.add(leaves.subarray(at, at + digestBytes));
  return root.digest();
}

function largestPowerOfTwoBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/** The root that a leaf and its path lead to, or undefined if the path has not the length its place needs (RFC 9162 §2.1.3.2). */
export function rootByPath(
  leaf: Uint8Array,
  { index, count }: { readonly index: number; readonly count: number },
  path: readonly Uint8Array[],
): Uint8Array | undefined {
  if (index >= count) return undefined;
  let digest = leaf;
  let place = index;
  let last = count - 1;
  for (const neighbour of path) {
    if (last <= 0) return undefined;
    if (place % 2 === 1 || place === last) {
      digest = nodeDigest(neighbour, digest);
      while (place % 2 === 0 && place !== 0) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
    } else digest = nodeDigest(digest, neighbour);
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 ? digest : undefined;
}
