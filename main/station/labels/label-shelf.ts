import { mkdir, readdir, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { Mutex } from "../../base/async/mutex.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import { labelErrors } from "../../label/label-errors.ts";
import {
  checkLabelTemplate,
  labelNameSchema,
  type LoadedLabel,
  parseLabelTemplate,
} from "../../label/label-template.ts";
import { cannotWrite } from "../cannot-write.ts";
import { isFileMissing } from "../is-file-missing.ts";
import { writeFileAtomically } from "../write-file-atomically.ts";

/** A label on the shelf; `loaded` is undefined where its file is damaged, and `fault` says how. */
export interface ShelvedLabel {
  readonly name: string;
  readonly loaded: LoadedLabel | undefined;
  readonly fault: string | null;
}

const mostLabels = 100;
const ending = ".yaml";

/** The label templates of a station, one YAML file each in `labels/templates`. */
export class LabelShelf {
  readonly #folder: string;
  readonly #oneAtATime = new Mutex();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Sorted by name. */
  async list(): Promise<readonly ShelvedLabel[]> {
    const names = (await this.#files()).map((file) => file.slice(0, -ending.length)).sort();
    return Promise.all(names.slice(0, mostLabels).map((name) => this.#shelved(name)));
  }

  /** Throws `label.unknown`, `label.bad-template`. */
  async get(name: string): Promise<LoadedLabel> {
    const found = labelNameSchema.safeParse(name).success ? await this.#read(name) : undefined;
    if (found === undefined) throw labelErrors.unknown(`no label "${name}"`);
    return found;
  }

  /** `basedOn`: the hash of what it takes the place of; null: of nothing. Throws `label.bad-template`, `label.changed`, `set-up.folder`. */
  async save(given: unknown, basedOn: string | null): Promise<LoadedLabel> {
    const loaded = checkLabelTemplate(given);
    return this.#oneAtATime.run(async () => {
      const { label: name } = loaded.template;
      const before = await this.#shelved(name);
      // A damaged file is mended by whatever is saved over it.
      const hash = before?.loaded?.hash ?? null;
      if ((before?.fault ?? null) === null && hash !== basedOn)
        throw labelErrors.changed(`"${name}" is ${hash ?? "gone"} by now`);
      if (hash === null && (await this.#files()).length >= mostLabels)
        throw labelErrors.badTemplate(`${mostLabels} labels are enough`);
      await this.#make();
      await writeFileAtomically(this.#path(name), stringify(loaded.template, { lineWidth: 120 }));
      return loaded;
    });
  }

  /** Throws `label.unknown`. */
  remove(name: string): Promise<void> {
    return this.#oneAtATime.run(async () => {
      if (!labelNameSchema.safeParse(name).success) throw labelErrors.unknown(`no label "${name}"`);
      try {
        await unlink(this.#path(name));
      } catch (cause) {
        if (isFileMissing(cause)) throw labelErrors.unknown(`no label "${name}"`, cause);
        throw cannotWrite(`cannot remove label "${name}"`, cause);
      }
    });
  }

  async #shelved(name: string): Promise<ShelvedLabel> {
    try {
      return { name, loaded: await this.#read(name), fault: null };
    } catch (error) {
      if (!isStationError(error, "label.bad-template")) throw error;
      return { name, loaded: undefined, fault: error.detail };
    }
  }

  async #read(name: string): Promise<LoadedLabel | undefined> {
    let text: string;
    try {
      text = await readFile(this.#path(name), "utf8");
    } catch (cause) {
      if (isFileMissing(cause)) return undefined;
      throw labelErrors.badTemplate(`cannot read label "${name}"`, cause);
    }
    const loaded = parseLabelTemplate(text);
    if (loaded.template.label !== name)
      throw labelErrors.badTemplate(`file ${name}${ending} holds "${loaded.template.label}"`);
    return loaded;
  }

  async #files(): Promise<readonly string[]> {
    try {
      const files = await readdir(this.#folder);
      return files.filter(
        (file) => file.endsWith(ending) && labelNameSchema.safeParse(file.slice(0, -ending.length)).success,
      );
    } catch (error) {
      if (isFileMissing(error)) return [];
      throw labelErrors.badTemplate(`cannot read ${this.#folder}`, error);
    }
  }

  async #make(): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw cannotWrite(`cannot make ${this.#folder}`, cause);
    }
  }

  #path(name: string): string {
    return join(this.#folder, `${name}${ending}`);
  }
}
