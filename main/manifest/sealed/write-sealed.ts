import { createHash, type Hash } from "node:crypto";
import { toBase64, toHex, utf8 } from "../../base/bytes/bytes.ts";
import { canonicalJson } from "../../base/canonical-json.ts";
import type { ManifestFormat, ManifestHeader } from "../formats/manifest-format.ts";
import type { ManifestEntry } from "../manifest-entry.ts";
import { manifestErrors } from "../manifest-errors.ts";
import type { ManifestSigning } from "../manifest-signing.ts";
import { MerkleRoot, textLeafDigest } from "./merkle-tree.ts";
import { sealJws } from "./seal-jws.ts";
import { indexLength, type SealedHeader, type SealLine } from "./sealed-lines.ts";
import { Spool } from "./spool.ts";

const signOfLifeEvery = 50;
/** Other exports of the same station may be sealed at the same moment. */
const mostAttempts = 20;
const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/** Header line, index lines, one line for each entry, seal line; all canonical JSON (docs/manifests.md). */
export const sealedFormat: ManifestFormat = {
  extension: "sealed.jsonl",
  mediaType: "application/jsonl; charset=utf-8",
  write: async function* write(entries, header) {
    const { signing } = header;
    if (signing === undefined) throw manifestErrors.noSigner("this format is signed");
    const body = await Body.open();
    try {
      for await (const entry of entries) {
        if (body.add(entry) % signOfLifeEvery !== 0) continue;
        await body.settle();
        yield "";
      }
      const { headerLine, sealLine } = await seal(body.finish(), header, signing);
      yield `${headerLine}\n`;
      yield* body.index.read();
      yield* body.entries.read();
      yield `${sealLine}\n`;
    } finally {
      await body.remove();
    }
  },
};

interface Content {
  readonly count: number;
  readonly root: string;
  readonly index: string;
}

/** Entries and their index, kept aside until the header that names their digests has been written. */
class Body {
  readonly index: Spool;
  readonly entries: Spool;
  readonly #root = new MerkleRoot();
  readonly #indexDigest: Hash = createHash("sha256");
  #listed: (readonly [string, string])[] = [];
  #count = 0;

  private constructor(index: Spool, entries: Spool) {
    this.index = index;
    this.entries = entries;
  }

  static async open(): Promise<Body> {
    return new Body(await Spool.open(), await Spool.open());
  }

  /** Answers how many there are. */
  add(entry: ManifestEntry): number {
    const line = canonicalJson(entry);
    const leaf = textLeafDigest(line);
    this.#root.add(leaf);
    this.#listed.push([entry.serialNumber, toHex(leaf)]);
    this.#count += 1;
    this.entries.append(`${line}\n`);
    if (this.#listed.length === indexLength) this.#list();
    return this.#count;
  }

  async settle(): Promise<void> {
    await this.index.settle();
    await this.entries.settle();
  }

  finish(): Content {
    if (this.#listed.length > 0) this.#list();
    return { count: this.#count, root: toHex(this.#root.digest()), index: this.#indexDigest.digest("hex") };
  }

  async remove(): Promise<void> {
    await this.index.remove();
    await this.entries.remove();
  }

  #list(): void {
    const text = `${canonicalJson({ from: this.#count - this.#listed.length, index: this.#listed })}\n`;
    this.#listed = [];
    this.#indexDigest.update(text);
    this.index.append(text);
  }
}

/** Written down before the file goes out: a seal that got lost leaves a gap a receiver can ask about, never a fork. */
async function seal(content: Content, { lot, practice }: ManifestHeader, signing: ManifestSigning) {
  const { signer, stations, recipe, seals } = signing;
  const createdAt = signing.createdAt.toISOString();
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const previous = await seals.newest();
    const audit = (await signing.auditHead?.()) ?? undefined;
    const header: SealedHeader = {
      ...content,
      format: "touchmark-sealed",
      version: 1,
      lot,
      practice,
      stations: [...stations],
      recipe: { ...recipe },
      createdAt,
      previous,
      ...(audit === undefined ? {} : { audit: { seq: audit.seq, hash: audit.hash } }),
      certificates: signer.chain.map(sha256),
    };
    const headerLine = canonicalJson(header);
    const sealLine = await sign(headerLine, signing);
    const { count, root } = content;
    const kept = { lot, format: "sealed", count, root, digest: sha256(headerLine), previous, createdAt } as const;
    if (await seals.add(kept, header.certificates[0] ?? "")) return { headerLine, sealLine };
  }
  throw manifestErrors.notSealed(`other seals came first ${mostAttempts} times`);
}

async function sign(headerLine: string, { signer }: ManifestSigning): Promise<string> {
  const line: SealLine = {
    algorithm: "ecdsa-with-SHA256",
    certificates: signer.chain.map(toBase64),
    jws: await sealJws(headerLine, signer),
    signature: toBase64(await signer.sign(utf8(headerLine), "der")),
  };
  return canonicalJson(line);
}
