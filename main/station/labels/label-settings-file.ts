import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { Mutex } from "../../base/async/mutex.ts";
import { isFileMissing } from "../is-file-missing.ts";
import { setUpErrors } from "../station-errors.ts";
import { writeFileAtomically } from "../write-file-atomically.ts";
import { type LabelSettings, labelSettingsSchema } from "./label-settings.ts";

/** `labels/printers.yaml`: read at every question, so that what is changed by hand counts at once. */
export class LabelSettingsFile {
  readonly #path: string;
  readonly #oneAtATime = new Mutex();

  constructor(path: string) {
    this.#path = path;
  }

  /** Throws `set-up.settings`. */
  async read(): Promise<LabelSettings> {
    let text: string;
    try {
      text = await readFile(this.#path, "utf8");
    } catch (cause) {
      if (isFileMissing(cause)) return { printers: [] };
      throw setUpErrors.settings(`cannot read ${this.#path}`, cause);
    }
    return this.#check(text);
  }

  /** Throws `set-up.settings`, `set-up.folder`. */
  change(edit: (settings: LabelSettings) => LabelSettings): Promise<LabelSettings> {
    return this.#oneAtATime.run(async () => {
      const changed = stringify(edit(await this.read()), { lineWidth: 120 });
      const settings = this.#check(changed);
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
        throw setUpErrors.folder(`cannot make ${dirname(this.#path)}`, cause);
      });
      await writeFileAtomically(this.#path, changed);
      return settings;
    });
  }

  #check(text: string): LabelSettings {
    let content: unknown;
    try {
      content = parse(text);
    } catch (cause) {
      throw setUpErrors.settings(`${this.#path} is not YAML`, cause);
    }
    const parsed = labelSettingsSchema.safeParse(content);
    if (!parsed.success) throw setUpErrors.settings(`${this.#path}: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  }
}
