import type { ManifestCompareEvent, ManifestComparison, ManifestReport } from "../api/contract/index.ts";
import type { ManifestDesk } from "../api/desk.ts";
import { readCertificate } from "../pki/certificate/read-certificate.ts";
import { readCertificateFile } from "../pki/pem.ts";
import type { Records } from "../records/records.ts";
import { ManifestUploads, type Upload } from "./manifest-uploads.ts";
import { ComparisonState } from "./operations/comparison-state.ts";
import { diffManifest, type EntryReader } from "./operations/diff-manifest.ts";
import type { KnownSigners } from "./operations/known-signers.ts";
import type { ManifestDifference, ManifestDiffSummary } from "./operations/manifest-difference.ts";
import { verifyManifestFile } from "./operations/verify-manifest-file.ts";
import { setUpErrors } from "./station-errors.ts";

interface ManifestCheckOptions {
  readonly root: string;
  readonly records: Pick<Records, "seals" | "manifest">;
  /** Whose seals are believed here. */
  readonly signers: { readonly known: () => Promise<KnownSigners> };
  /** The provisioning services this station can reach, by the clients the queue has. */
  readonly services: {
    readonly names: () => readonly string[];
    readonly client: (name: string) => Promise<EntryReader>;
  };
}

type Difference = ManifestComparison["differences"][number];

/** A comparison that was cut off, to be picked up by the next of the same file. */
interface CutOff {
  readonly service: string | null;
  readonly state: ComparisonState;
  readonly differences: Difference[];
}

const mostFindings = 100;
/** What is news since the file was written makes it no other. */
const comparedKinds = ["missing", "extra", "different", "repeated", "signature", "attestation", "disabled"] as const;

/** Manifests that screens hand over, verified and compared. */
export class ManifestCheck implements ManifestDesk {
  readonly #options: ManifestCheckOptions;
  readonly #uploads: ManifestUploads;
  readonly #cutOff = new WeakMap<Upload, CutOff>();

  constructor(options: ManifestCheckOptions) {
    this.#options = options;
    this.#uploads = new ManifestUploads(options.root);
  }

  begin(size: number): Promise<string> {
    return this.#uploads.begin(size);
  }

  append(id: string, chunk: string): Promise<number> {
    return this.#uploads.append(id, chunk);
  }

  cancel(id: string): Promise<number> {
    return this.#uploads.cancel(id);
  }

  close(): Promise<void> {
    return this.#uploads.close();
  }

  services(): readonly string[] {
    return this.#options.services.names();
  }

  async verify(id: string, trust: string): Promise<ManifestReport> {
    const { records, signers } = this.#options;
    const { upload, giveBack } = this.#uploads.borrow(id);
    try {
      const report = await verifyManifestFile(upload.file, trusted(trust), await signers.known());
      const { header, count, root, findings, signer } = report;
      return {
        intact: findings.length === 0,
        header: header === undefined ? null : { ...header, stations: [...header.stations] },
        count,
        root,
        signer,
        madeHere: header !== undefined && (await records.seals.hasRoot(header.lot, header.root)),
        findings: findings.slice(0, mostFindings),
        findingCount: findings.length,
      };
    } finally {
      await giveBack();
    }
  }

  async *compare(id: string, service: string | null, signal: AbortSignal): AsyncGenerator<ManifestCompareEvent, void> {
    const { upload, giveBack } = this.#uploads.borrow(id);
    try {
      yield* this.#compare(upload, service, signal);
    } finally {
      await giveBack();
    }
  }

  async *#compare(upload: Upload, service: string | null, signal: AbortSignal) {
    const { records, signers } = this.#options;
    const asked = service === null ? undefined : await this.#reach(service);
    const earlier = this.#cutOff.get(upload);
    this.#cutOff.delete(upload);
    const { state, differences } =
      earlier?.service === service && !earlier.state.ofFile
        ? earlier
        : { state: new ComparisonState(await signers.known()), differences: [] };
    let done = false;
    try {
      const order = { file: upload.file, records: records.manifest, service: asked, state, signal };
      for await (const event of diffManifest(order)) {
        if (event.type === "difference") keep(differences, event);
        else if (event.type === "progress") yield { type: event.type, asked: event.asked, toAsk: event.toAsk };
        else {
          done = true;
          yield { type: "done" as const, comparison: comparisonOf(event, service, differences) };
        }
      }
    } finally {
      if (!done) this.#cutOff.set(upload, { service, state, differences });
    }
  }

  /** Throws `set-up.unknown-service` for what practice must not reach, or nobody can. */
  async #reach(name: string): Promise<{ readonly name: string; readonly client: EntryReader }> {
    const { services } = this.#options;
    if (!services.names().includes(name)) throw setUpErrors.unknownService(`"${name}" is no service of this station`);
    return { name, client: await services.client(name) };
  }
}

function keep(
  differences: Difference[],
  { kind, against, serialNumber, field, file, theirs }: ManifestDifference,
): void {
  const told = comparedKinds.find((one) => one === kind);
  if (told === undefined || differences.filter((one) => one.against === against).length >= mostFindings) return;
  differences.push({ kind: told, against, serialNumber, field, file, theirs });
}

function comparisonOf(
  { same, sameAs, entries, asked, counts, signed }: ManifestDiffSummary,
  service: string | null,
  differences: Difference[],
): ManifestComparison {
  const { registered, ...counted } = counts;
  return {
    same,
    sameAsRecords: sameAs.records,
    service: service === null ? null : { name: service, same: sameAs.service, asked, registered },
    entries,
    counts: counted,
    signed,
    differences,
  };
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
