import { Mutex } from "../../../base/async/mutex.ts";
import type {
  DeviceCertificates,
  DeviceDescription,
  DeviceKeyStore,
  DeviceRegistration,
  DeviceSession,
} from "../../device-session.ts";
import { registrationFile } from "../../registration-files/registration-file-forms.ts";
import { templateFile } from "../../registration-files/template-file.ts";
import { beginConversation } from "../begin-conversation.ts";
import { resetDevice } from "../os-group/reset.ts";
import type { SmpClient } from "../smp-client.ts";
import { describeStock } from "./describe-stock.ts";
import { StockCertificates } from "./stock-certificates.ts";
import { StockKeyStore } from "./stock-key-store.ts";
import { registrationInFile, registrationInSettings } from "./stock-registration.ts";
import type { StockRegistrationForm, StockSettings } from "./stock-settings.ts";
import { StockStore } from "./stock-store.ts";

/** A device that speaks SMP with Zephyr's own groups only; the recipe says where its firmware looks for its identity. */
export class StockSession implements DeviceSession {
  readonly certificates?: DeviceCertificates;
  readonly keyStore?: DeviceKeyStore;
  readonly registration?: DeviceRegistration;
  readonly #client: SmpClient;
  readonly #settings: StockSettings;
  readonly #store: StockStore;
  /** The device keeps one file transfer at a time. */
  readonly #oneAtATime = new Mutex();
  #begun: Promise<void> | undefined;

  constructor(client: SmpClient, settings: StockSettings) {
    this.#client = client;
    this.#settings = settings;
    this.#store = new StockStore(client);
    const { certificate, key, registration } = settings;
    if (certificate !== undefined)
      this.certificates = this.#certificates(new StockCertificates(this.#store, certificate));
    if (key !== undefined) this.keyStore = this.#keyStore(new StockKeyStore(this.#store, key));
    if (registration !== undefined) this.registration = this.#registration(this.#registrationIn(registration));
  }

  get traffic(): DeviceSession["traffic"] {
    return { ...this.#client.traffic };
  }

  describe(signal?: AbortSignal): Promise<DeviceDescription> {
    const parts = { client: this.#client, store: this.#store, settings: this.#settings };
    return this.#ready(signal, () => describeStock(parts, signal));
  }

  restart(signal?: AbortSignal): Promise<void> {
    return this.#ready(signal, () => resetDevice(this.#client, signal));
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  #registrationIn(form: StockRegistrationForm): DeviceRegistration {
    const { certificate, key, registrationDefaults: defaults } = this.#settings;
    if (form.as === "settings") return registrationInSettings(this.#store, form.keys, defaults);
    if (form.as === "template") return registrationInFile(this.#store, form.path, templateFile(form.text, defaults));
    const fileOf = (place: StockSettings["certificate"]): string | undefined =>
      place !== undefined && "file" in place ? place.file : undefined;
    const files = { certificateFile: fileOf(certificate), keyFile: fileOf(key) };
    return registrationInFile(this.#store, form.path, registrationFile(form.as, files));
  }

  #certificates(certificates: DeviceCertificates): DeviceCertificates {
    return {
      write: (chain, signal) => this.#ready(signal, () => certificates.write(chain, signal)),
      read: (signal) => this.#ready(signal, () => certificates.read(signal)),
    };
  }

  #keyStore(keys: DeviceKeyStore): DeviceKeyStore {
    return {
      write: (pkcs8, signal) => this.#ready(signal, () => keys.write(pkcs8, signal)),
      compare: (pkcs8, signal) => this.#ready(signal, () => keys.compare(pkcs8, signal)),
      read: (signal) => this.#ready(signal, () => keys.read(signal)),
    };
  }

  #registration(registration: DeviceRegistration): DeviceRegistration {
    return {
      write: (value, signal) => this.#ready(signal, () => registration.write(value, signal)),
      read: (signal) => this.#ready(signal, () => registration.read(signal)),
    };
  }

  /** One task at a time; the first begins the conversation, and a beginning that failed is tried again by the next. */
  #ready<Value>(signal: AbortSignal | undefined, task: () => Promise<Value>): Promise<Value> {
    return this.#oneAtATime.run(async () => {
      this.#begun ??= beginConversation(this.#client, signal).catch((error: unknown) => {
        this.#begun = undefined;
        throw error;
      });
      await this.#begun;
      return await task();
    });
  }
}
