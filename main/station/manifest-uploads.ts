import { randomUUID } from "node:crypto";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fromBase64 } from "../base/bytes/base64.ts";
import { manifestErrors } from "../manifest/manifest-errors.ts";

/** A file that was handed over. */
export interface Upload {
  readonly file: string;
  readonly size: number;
  received: number;
  /** Tasks that look at it now. */
  users: number;
  /** Nobody needs it any more but them. */
  forgotten: boolean;
  /** It was looked at: it makes room for another. */
  judged: boolean;
  timer: NodeJS.Timeout | undefined;
}

const largest = 4 * 1024 ** 3;
const mostAtOnce = 4;
const forgottenAfterMs = 600_000;

/** Manifests that screens hand over piece by piece, in a folder of their own until they are given up or forgotten. */
export class ManifestUploads {
  readonly #root: string;
  readonly #uploads = new Map<string, Upload>();
  #folder: Promise<string> | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  async begin(size: number): Promise<string> {
    if (size > largest) throw manifestErrors.tooLarge(`${size} bytes are more than ${largest}`);
    await this.#makeRoom();
    const id = randomUUID();
    this.#folder ??= mkdtemp(join(this.#root, "uploads-"));
    const upload = { size, received: 0, users: 0, forgotten: false, judged: false, timer: undefined };
    const file = join(await this.#folder, id);
    this.#uploads.set(id, { ...upload, file });
    this.#forgetLater(id);
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

  /** A whole file to look at: it stays at least until it is given back. */
  borrow(id: string): { readonly upload: Upload; readonly giveBack: () => Promise<void> } {
    const upload = this.#find(id);
    const { size, received } = upload;
    if (received !== size) throw manifestErrors.noUpload(`${received} of ${size} bytes have come`);
    clearTimeout(upload.timer);
    upload.users += 1;
    const giveBack = async (): Promise<void> => {
      upload.users -= 1;
      upload.judged = true;
      if (upload.users > 0) return;
      if (upload.forgotten) await rm(upload.file, { force: true });
      else this.#forgetLater(id);
    };
    return { upload, giveBack };
  }

  async cancel(id: string): Promise<number> {
    const { received } = this.#find(id);
    await this.#forget(id);
    return received;
  }

  async close(): Promise<void> {
    for (const upload of this.#uploads.values()) {
      clearTimeout(upload.timer);
      upload.forgotten = true;
    }
    this.#uploads.clear();
    if (this.#folder !== undefined) await rm(await this.#folder, { recursive: true, force: true });
  }

  /** The one that has been looked at longest ago goes; a page that was closed gives nothing back. */
  async #makeRoom(): Promise<void> {
    if (this.#uploads.size < mostAtOnce) return;
    const [over] = [...this.#uploads].find(([, { judged, users }]) => judged && users === 0) ?? [];
    if (over === undefined) throw manifestErrors.tooMany(`${mostAtOnce} files are being handed over`);
    await this.#forget(over);
  }

  #forgetLater(id: string): void {
    const upload = this.#find(id);
    upload.timer = setTimeout(() => void this.#forget(id), forgottenAfterMs);
    upload.timer.unref();
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
    upload.forgotten = true;
    if (upload.users === 0) await rm(upload.file, { force: true });
  }
}
