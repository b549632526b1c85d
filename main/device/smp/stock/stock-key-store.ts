import { createPrivateKey } from "node:crypto";
import { isStationError } from "../../../base/errors/station-error.ts";
import type { DeviceKeyStore } from "../../device-session.ts";
import type { StockForm, StockPlace } from "./stock-settings.ts";
import type { StockStore } from "./stock-store.ts";

/** A private key in a file or under a settings key. The bytes that pass through here are overwritten after use. */
export class StockKeyStore implements DeviceKeyStore {
  readonly #store: StockStore;
  readonly #place: StockPlace & { readonly form: StockForm };

  constructor(store: StockStore, place: StockPlace & { readonly form: StockForm }) {
    this.#store = store;
    this.#place = place;
  }

  write(pkcs8: Uint8Array, signal?: AbortSignal): Promise<void> {
    return this.#withContent(pkcs8, (content) => this.#store.write([{ place: this.#place, content }], signal));
  }

  compare(pkcs8: Uint8Array, signal?: AbortSignal): Promise<void> {
    return this.#withContent(pkcs8, (content) => this.#store.compare({ place: this.#place, content }, signal));
  }

  async read(signal?: AbortSignal): Promise<Uint8Array | undefined> {
    const content = await this.#readContent(signal);
    if (content === undefined) return undefined;
    try {
      const { form } = this.#place;
      const key = createPrivateKey(
        form === "pem"
          ? { key: Buffer.from(content), format: "pem" }
          : { key: Buffer.from(content), format: "der", type: "pkcs8" },
      );
      return new Uint8Array(key.export({ type: "pkcs8", format: "der" }));
    } catch {
      // An upload that was cut off, or something else altogether: there is no key to be kept.
      return undefined;
    } finally {
      content.fill(0);
    }
  }

  async #readContent(signal?: AbortSignal): Promise<Uint8Array | undefined> {
    try {
      return await this.#store.read(this.#place, signal);
    } catch (error) {
      // Firmware may take a key and hand none out (`CONFIG_MCUMGR_GRP_FS_FILE_ACCESS_HOOK` and its like).
      if (isStationError(error, "device.locked")) return undefined;
      throw error;
    }
  }

  async #withContent(pkcs8: Uint8Array, task: (content: Uint8Array) => Promise<void>): Promise<void> {
    const content = this.#place.form === "der" ? Uint8Array.from(pkcs8) : pemBytes(pkcs8);
    try {
      await task(content);
    } finally {
      content.fill(0);
    }
  }
}

function pemBytes(pkcs8: Uint8Array): Uint8Array {
  const der = Buffer.from(pkcs8);
  try {
    const pem = createPrivateKey({ key: der, format: "der", type: "pkcs8" }).export({ type: "pkcs8", format: "pem" });
    return new TextEncoder().encode(pem.toString());
  } finally {
    der.fill(0);
  }
}
