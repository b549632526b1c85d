import { randomUUID } from "node:crypto";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ManifestComparison, ManifestReport } from "../api/contract/index.ts";
import type { ManifestDesk } from "../api/desk.ts";
import { fromBase64 } from "../base/bytes/base64.ts";
import { manifestErrors } from "../manifest/manifest-errors.ts";
import { readCertificate } from "../pki/certificate/read-certificate.ts";
import { readCertificateFile } from "../pki/pem.ts";
import type { Records } from "../records/records.ts";
import { diffManifest } from "./operations/diff-manifest.ts";
import type { KnownSigners } from "./operations/known-signers.ts";
import { verifyManifestFile } from "./operations/verify-manifest-file.ts";
import { setUpErrors } from "./station-errors.ts";

type UploadRecords = Pick<Records, "seals" | "manifest">;

interface ManifestUploadsOptions {
  readonly root: string;
  readonly records: UploadRecords;
  /** Whose seals are believed here. */
  readonly signers: { readonly known: () => Promise<KnownSigners> };
}

interface Upload {
  readonly file: string;
  readonly size: number;
  received: number;
  readonly timer: NodeJS.Timeout;
}

const largest = 4 * 1024 ** 3;
const mostAtOnce = 4;
const mostFindings = 100;
/** What is news since the file was written makes it no other. */
const comparedKinds = ["missing", "extra", "different", "repeated", "signature"] as const;
const forgottenAfterMs = 600_000;

/** Manifests that screens hand over piece by piece, kept in a folder of their own until they are verified or forgotten. */
export class ManifestUploads implements ManifestDesk {
  readonly #root: string;
  readonly #records: UploadRecords;
  readonly #signers: ManifestUploadsOptions["signers"];
  readonly #uploads = new Map<string, Upload>();
  #folder: Promise<string> | undefined;

  constructor({ root, records, signers }: ManifestUploadsOptions) {
    this.#root = root;
    this.#records = records;
    this.#signers = signers;
  }

  async begin(size: number): Promise<string> {
    if (size > largest) throw manifestErrors.tooLarge(`${size} bytes are more than ${largest}`);
    if (this.#uploads.size >= mostAtOnce) throw manifestErrors.tooMany(`${mostAtOnce} files are being handed over`);
    const id = randomUUID();
    this.#folder ??= mkdtemp(join(this.#root, "uploads-"));
    const timer = setTimeout(() => void this.#forget(id), forgottenAfterMs);
    timer.unref();
    const file = join(await this.#folder, id);
    this.#uploads.set(id, { file, size, received: 0, timer });
    await writeFile(file, "", { mode: 0o600 });
    return id;
  }

  /** Resolves to the bytes received so far. */
  async append(id: string, chunk: string): Promise<number> {
    const upload = this.#find(id);
    const bytes = fromBase64(chunk);
    // Counted before it is written: two pieces at once are never more than was announced.
    upload.received += bytes.length;
    if (upload.received > upload.size) {
      await this.#forget(id);
      throw manifestErrors.tooLarge(`more than the ${upload.size} bytes that were announced`);
    }
    await appendFile(upload.file, bytes);
    return upload.received;
  }

  verify(id: string, trust: string): Promise<ManifestReport> {
    return this.#whole(id, async (file) => {
      const { header, count, root, findings, signer } = await verifyManifestFile(
        file,
        trusted(trust),
        await this.#signers.known(),
      );
      return {
        intact: findings.length === 0,
        header: header === undefined ? null : { ...header, stations: [...header.stations] },
        count,
        root,
        signer,
        madeHere: header !== undefined && (await this.#records.seals.hasRoot(header.lot, header.root)),
        findings: findings.slice(0, mostFindings),
        findingCount: findings.length,
      };
    });
  }

  compare(id: string, signal?: AbortSignal): Promise<ManifestComparison> {
    return this.#whole(id, async (file) => {
      const differences: ManifestComparison["differences"] = [];
      const signers = await this.#signers.known();
      for await (const event of diffManifest({ file, records: this.#records.manifest, signers, signal })) {
        if (event.type === "summary") {
          const { missing, extra, different, repeated, signature, since } = event.counts;
          const { same, entries, signed } = event;
          return {
            same,
            entries,
            counts: { missing, extra, different, repeated, signature, since },
            signed,
            differences,
          };
        }
        const { kind, serialNumber, field, file: there, theirs } = event;
        const told = comparedKinds.find((one) => one === kind);
        if (told === undefined || differences.length >= mostFindings) continue;
        differences.push({ kind: told, serialNumber, field, file: there, record: theirs });
      }
      throw manifestErrors.malformed("the comparison came to no end");
    });
  }

  async cancel(id: string): Promise<number> {
    const { received } = this.#find(id);
    await this.#forget(id);
    return received;
  }

  async close(): Promise<void> {
    for (const { timer } of this.#uploads.values()) clearTimeout(timer);
    this.#uploads.clear();
    if (this.#folder !== undefined) await rm(await this.#folder, { recursive: true, force: true });
  }

  /** The upload ends with what is done to it. */
  async #whole<Value>(id: string, task: (file: string) => Promise<Value>): Promise<Value> {
    const { file, size, received } = this.#find(id);
    try {
      if (received !== size) throw manifestErrors.noUpload(`${received} of ${size} bytes have come`);
      return await task(file);
    } finally {
      await this.#forget(id);
    }
  }

  #find(id: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload === undefined) throw manifestErrors.noUpload("no such file has been begun, or it was forgotten");
    return upload;
  }

  async #forget(id: string): Promise<void> {
    const upload = this.#uploads.get(id);
    if (upload === undefined) return;
    clearTimeout(upload.timer);
    this.#uploads.delete(id);
    await rm(upload.file, { force: true });
  }
}

function trusted(pem: string): readonly Uint8Array[] {
  if (pem.trim() === "") return [];
  try {
    const certificates = readCertificateFile(new TextEncoder().encode(pem));
    for (const der of certificates) readCertificate(der);
    if (certificates.length > 0) return certificates;
  } catch (cause) {
    throw setUpErrors.usage("what was given to trust is no certificate", cause);
  }
  throw setUpErrors.usage("what was given to trust holds no certificate");
}
