import { createHash } from "node:crypto";
import { equalBytes } from "../../../base/bytes/bytes.ts";
import { deviceErrors } from "../../device-errors.ts";
import { downloadFile } from "../fs-group/download.ts";
import { hashFile } from "../fs-group/hash.ts";
import { uploadFile } from "../fs-group/upload.ts";
import { commitSettings } from "../settings-group/commit.ts";
import { readSetting, type SettingValue } from "../settings-group/read.ts";
import { saveSettings } from "../settings-group/save.ts";
import { writeSetting } from "../settings-group/write.ts";
import type { SmpClient } from "../smp-client.ts";
import type { StockPlace } from "./stock-settings.ts";

export interface StockEntry {
  readonly place: StockPlace;
  readonly content: Uint8Array;
}

/** Files and settings of a device with stock firmware. What is written is compared before a write counts. */
export class StockStore {
  readonly #client: SmpClient;

  constructor(client: SmpClient) {
    this.#client = client;
  }

  /** `undefined` when nothing is there. */
  async read(place: StockPlace, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    const client = this.#client;
    if ("file" in place) return await downloadFile(client, place.file, signal);
    const found = await readSetting(client, place.setting, signal);
    if (found !== undefined) refuseCut(place.setting, found);
    return found?.value;
  }

  /** Writes all, has settings taken into use and saved, then compares. Throws `device.storage-failed` if something else is there. */
  async write(entries: readonly StockEntry[], signal?: AbortSignal): Promise<void> {
    const client = this.#client;
    for (const { place, content } of entries) {
      if ("file" in place) await uploadFile(client, { path: place.file, content }, signal);
      else await writeSetting(client, place.setting, content, signal);
    }
    if (entries.some(({ place }) => "setting" in place)) {
      await commitSettings(client, signal);
      await saveSettings(client, signal);
    }
    for (const entry of entries) await this.compare(entry, signal);
  }

  /** By the device's own SHA-256 where it has one, else byte by byte. Throws `device.storage-failed`. */
  async compare({ place, content }: StockEntry, signal?: AbortSignal): Promise<void> {
    const same =
      "file" in place ? await this.#isFile(place.file, content, signal) : await this.#isSetting(place, content, signal);
    if (!same) throw deviceErrors.storageFailed(`${nameOf(place)} is not what was written`);
  }

  async #isFile(path: string, content: Uint8Array, signal?: AbortSignal): Promise<boolean> {
    const client = this.#client;
    const hash = await hashFile(client, path, signal);
    if (hash === undefined) {
      const found = await downloadFile(client, path, signal);
      return found !== undefined && equalBytes(found, content);
    }
    const sha256 = createHash("sha256").update(content).digest();
    return hash.length === content.length && equalBytes(hash.sha256, sha256);
  }

  async #isSetting(
    { setting }: { readonly setting: string },
    content: Uint8Array,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const found = await readSetting(this.#client, setting, signal);
    if (found === undefined) return false;
    if (equalBytes(found.value, content)) return true;
    refuseCut(setting, found);
    return false;
  }
}

export const nameOf = (place: StockPlace): string => ("file" in place ? place.file : `setting ${place.setting}`);

/** A value as long as the device can hand out may be only the beginning of what is there. */
function refuseCut(setting: string, { value, limit }: SettingValue): void {
  if (limit === undefined || value.length < limit) return;
  throw deviceErrors.tooLarge(
    `setting ${setting}: the device hands out ${limit} bytes at most (CONFIG_MCUMGR_GRP_SETTINGS_VALUE_LEN)`,
  );
}
