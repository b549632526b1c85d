import { open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Mutex } from "../../base/async/mutex.ts";
import { concatBytes, fromUtf8, toBase64, utf8 } from "../../base/bytes/bytes.ts";
import { type Clock, systemClock } from "../../base/clock.ts";
import type { IssuanceIntent, IssuanceJournal } from "../authority/issuance-journal.ts";
import { pkiErrors } from "../pki-errors.ts";
import type { AuthorityPlace } from "./authority-place.ts";
import { revocationReasons } from "../authority/revocation-reasons.ts";

const serialNumber = z.string().regex(/^[0-9a-f]{1,64}$/);
const at = z.iso.datetime();
const entrySchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("intended"), at, serialNumber, profile: z.string(), subject: z.base64() }),
  z.strictObject({ type: z.literal("issued"), at, serialNumber, certificate: z.base64() }),
  z.strictObject({
    type: z.literal("revoked"),
    at,
    serialNumber,
    reason: z.enum(revocationReasons),
    /** Who asked for it and why, for people. */
    note: z.string().max(500),
  }),
  z.strictObject({ type: z.literal("revocation-list"), at, number: z.int().positive(), revocations: z.int() }),
]);

/** What an authority did, in the order it was done. `at` is ISO 8601, UTC; names and certificates are DER in base64. */
export type JournalEntry = Readonly<z.infer<typeof entrySchema>>;
type Unstamped<Entry> = Entry extends JournalEntry ? Omit<Entry, "at"> : never;

const largest = 64 * 1024 * 1024;
const lineFeed = 0x0a;

/**
 * `journal.jsonl` of an authority, append-only: one JSON document a line, on the disk before what it announces is done. A power cut
 * may leave the start of one last line; that one never announced anything.
 */
export class AuthorityJournal implements IssuanceJournal {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #oneAtATime = new Mutex();
  /** As of a length of the file: it only grows, also by another journal object of this process. */
  #revoked: { readonly length: number; readonly numbers: Promise<Set<string>> } | undefined;

  constructor({ folder, name, clock = systemClock }: AuthorityPlace & { readonly clock?: Clock | undefined }) {
    this.#path = join(folder, name, "journal.jsonl");
    this.#clock = clock;
  }

  intend({ serialNumber, profile, subject }: IssuanceIntent): Promise<void> {
    return this.append({ type: "intended", serialNumber, profile, subject: toBase64(subject) });
  }

  issued(serialNumber: string, certificate: Uint8Array): Promise<void> {
    return this.append({ type: "issued", serialNumber, certificate: toBase64(certificate) });
  }

  async isRevoked(serialNumber: string): Promise<boolean> {
    const length = await this.#length();
    if (this.#revoked?.length !== length) this.#revoked = { length, numbers: this.#readRevoked() };
    try {
      return (await this.#revoked.numbers).has(serialNumber);
    } catch (error) {
      // The next one looks anew.
      this.#revoked = undefined;
      throw error;
    }
  }

  async #length(): Promise<number> {
    try {
      return (await stat(this.#path)).size;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0;
      throw error;
    }
  }

  async #readRevoked(): Promise<Set<string>> {
    const entries = await this.entries();
    return new Set(entries.flatMap((entry) => (entry.type === "revoked" ? [entry.serialNumber] : [])));
  }

  /** Resolves when it is on the disk. */
  append(entry: Unstamped<JournalEntry>): Promise<void> {
    const line = utf8(`${JSON.stringify({ ...entry, at: this.#clock.now().toISOString() })}\n`);
    return this.#oneAtATime.run(async () => {
      const isTorn = ((await this.#content()).at(-1) ?? lineFeed) !== lineFeed;
      const file = await open(this.#path, "a", 0o600);
      try {
        await file.appendFile(isTorn ? concatBytes(Uint8Array.of(lineFeed), line) : line);
        await file.datasync();
      } finally {
        await file.close();
      }
    });
  }

  /** Oldest first. Throws `pki.damaged-authority` for lines that no power cut explains. */
  async entries(): Promise<readonly JournalEntry[]> {
    const lines = fromUtf8(await this.#content()).split("\n");
    // What stands after the last line feed was cut off while being written.
    return lines.slice(0, -1).flatMap((line) => this.#parse(line));
  }

  #parse(line: string): readonly JournalEntry[] {
    const parsed = entrySchema.safeParse(jsonOf(line));
    if (parsed.success) return [parsed.data];
    // A torn line, closed by the one written after it.
    if (jsonOf(line) === undefined) return [];
    throw pkiErrors.damagedAuthority(`a line of ${this.#path} is no entry of a journal`);
  }

  async #content(): Promise<Uint8Array> {
    try {
      const content = await readFile(this.#path);
      if (content.length > largest) throw pkiErrors.damagedAuthority(`${content.length} bytes of journal`);
      return content;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return new Uint8Array(0);
      throw error;
    }
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
