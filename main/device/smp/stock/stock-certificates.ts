import { concatBytes, fromUtf8, utf8 } from "../../../base/bytes/bytes.ts";
import { fromPem, toPem } from "../../../base/bytes/pem.ts";
import { isStationError } from "../../../base/errors/station-error.ts";
import { deviceErrors } from "../../device-errors.ts";
import type { DeviceCertificates } from "../../device-session.ts";
import { splitCertificates } from "../identity-group/split-certificates.ts";
import type { StockForm, StockPlace } from "./stock-settings.ts";
import { nameOf, type StockStore } from "./stock-store.ts";

/** The chain in a file or under a settings key, leaf first. */
export class StockCertificates implements DeviceCertificates {
  readonly #store: StockStore;
  readonly #place: StockPlace & { readonly form: StockForm };

  constructor(store: StockStore, place: StockPlace & { readonly form: StockForm }) {
    this.#store = store;
    this.#place = place;
  }

  async write(chain: readonly Uint8Array[], signal?: AbortSignal): Promise<void> {
    const content =
      this.#place.form === "der" ? concatBytes(...chain) : utf8(chain.map((der) => toPem("CERTIFICATE", der)).join(""));
    await this.#store.write([{ place: this.#place, content }], signal);
  }

  async read(signal?: AbortSignal): Promise<readonly Uint8Array[]> {
    const content = await this.#store.read(this.#place, signal);
    if (content === undefined) return [];
    if (this.#place.form === "der") return splitCertificates(content);
    try {
      return fromPem("CERTIFICATE", fromUtf8(content));
    } catch (error) {
      if (isStationError(error, "station.malformed"))
        throw deviceErrors.badAnswer(`${nameOf(this.#place)} is not PEM`, error);
      throw error;
    }
  }
}
