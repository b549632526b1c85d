import { Mutex } from "../../base/async/mutex.ts";
import type { Link } from "../../link/link.ts";
import type { TpmChannel } from "../../tpm/tpm-channel.ts";
import type {
  DeviceCertificates,
  DeviceDescription,
  DeviceKeys,
  DeviceRegistration,
  DeviceSession,
  DeviceSymmetricKey,
} from "../device-session.ts";
import { registrationFile } from "../registration-files/registration-file-forms.ts";
import { templateFile } from "../registration-files/template-file.ts";
import { ConsoleCertificates } from "./console-certificates.ts";
import { ConsoleKeys } from "./console-keys.ts";
import { ConsoleRegistration } from "./console-registration.ts";
import { type ConsoleSettings, keyFile, symmetricKeyFile } from "./console-settings.ts";
import { ConsoleShell } from "./console-shell.ts";
import { ConsoleSymmetricKey } from "./console-symmetric-key.ts";
import { ConsoleTerminal } from "./console-terminal.ts";
import { ConsoleTpm } from "./console-tpm.ts";
import { describeConsole } from "./describe-console.ts";
import { DeviceTools } from "./device-tools.ts";
import { forgetLines } from "./nested-shell.ts";
import { tameShell } from "./tame-shell.ts";

const farewellMs = 1500;

/** A Linux device behind its serial console: everything is done by typing at a shell. What the settings leave out is absent. */
export class ConsoleSession implements DeviceSession {
  readonly tpm?: TpmChannel;
  readonly keys?: DeviceKeys;
  readonly certificates?: DeviceCertificates;
  readonly symmetricKey?: DeviceSymmetricKey;
  readonly registration?: DeviceRegistration;
  readonly #terminal: ConsoleTerminal;
  readonly #shell: ConsoleShell;
  readonly #tools: DeviceTools;
  readonly #settings: ConsoleSettings;
  readonly #wakeMs: number;
  readonly #oneAtATime = new Mutex();
  #begun: Promise<void> | undefined;
  #inOwnShell = false;
  #closing: Promise<void> | undefined;

  constructor(link: Link, settings: ConsoleSettings, wakeMs: number) {
    this.#terminal = new ConsoleTerminal(link);
    this.#shell = new ConsoleShell(this.#terminal);
    this.#tools = new DeviceTools(this.#shell);
    this.#settings = settings;
    this.#wakeMs = wakeMs;
    const { tpm, certificate, registration } = settings;
    if (tpm !== undefined) this.tpm = this.#tpm(new ConsoleTpm(this.#tools, tpm));
    if (keyFile(settings) !== undefined) this.keys = this.#keys(new ConsoleKeys(this.#tools, settings));
    const sharedKey = symmetricKeyFile(settings);
    if (sharedKey !== undefined) {
      const file = { path: sharedKey, owner: settings.keyOwner };
      this.symmetricKey = this.#symmetricKey(new ConsoleSymmetricKey(this.#tools, file));
    }
    if (certificate !== undefined)
      this.certificates = this.#certificates(new ConsoleCertificates(this.#tools, certificate));
    if (registration !== undefined) {
      const files = {
        certificateFile: certificate?.path,
        keyFile: keyFile(settings),
        symmetricKeyFile: sharedKey,
      };
      const form =
        registration.as === "template"
          ? templateFile(registration.text, registration.defaults)
          : registrationFile(registration.as, files);
      this.registration = this.#registration(new ConsoleRegistration(this.#tools, registration, form));
    }
  }

  get traffic(): DeviceSession["traffic"] {
    return this.#terminal.traffic;
  }

  describe(signal?: AbortSignal): Promise<DeviceDescription> {
    return this.#ready(signal, () => describeConsole(this.#tools, this.#settings, signal));
  }

  /** Leaves the shell as it was found, logs out if we logged in, and closes the link. */
  close(): Promise<void> {
    this.#closing ??= this.#leave();
    return this.#closing;
  }

  #tpm(tpm: TpmChannel): TpmChannel {
    return { transmit: (command, signal) => this.#ready(signal, () => tpm.transmit(command, signal)) };
  }

  #keys(keys: DeviceKeys): DeviceKeys {
    return {
      generate: (algorithm, signal) => this.#ready(signal, () => keys.generate(algorithm, signal)),
      publicKey: (signal) => this.#ready(signal, () => keys.publicKey(signal)),
      certificateRequest: (name, signal) => this.#ready(signal, () => keys.certificateRequest(name, signal)),
      sign: (message, signal) => this.#ready(signal, () => keys.sign(message, signal)),
    };
  }

  #certificates(certificates: DeviceCertificates): DeviceCertificates {
    return {
      write: (chain, signal) => this.#ready(signal, () => certificates.write(chain, signal)),
      read: (signal) => this.#ready(signal, () => certificates.read(signal)),
    };
  }

  #symmetricKey(key: DeviceSymmetricKey): DeviceSymmetricKey {
    return {
      write: (bytes, signal) => this.#ready(signal, () => key.write(bytes, signal)),
      prove: (message, signal) => this.#ready(signal, () => key.prove(message, signal)),
    };
  }

  #registration(registration: DeviceRegistration): DeviceRegistration {
    return {
      write: (value, signal) => this.#ready(signal, () => registration.write(value, signal)),
      read: (signal) => this.#ready(signal, () => registration.read(signal)),
    };
  }

  /** One task at a time, since they share the device's work files; the first one logs in. */
  #ready<Value>(signal: AbortSignal | undefined, task: () => Promise<Value>): Promise<Value> {
    return this.#oneAtATime.run(async () => {
      this.#begun ??= this.#begin(signal).catch((error: unknown) => {
        this.#begun = undefined;
        throw error;
      });
      await this.#begun;
      return await task();
    });
  }

  async #begin(signal: AbortSignal | undefined): Promise<void> {
    const onOwnShell = (isOurs: boolean): void => void (this.#inOwnShell = isOurs);
    const taming = { settings: this.#settings, ms: this.#wakeMs, signal, onOwnShell };
    await tameShell(this.#terminal, this.#shell, taming);
    await this.#tools.prepare(signal);
  }

  async #leave(): Promise<void> {
    if (this.#inOwnShell && this.#terminal.isOpen) await this.#farewell().catch(() => undefined);
    await this.#terminal.close();
  }

  async #farewell(): Promise<void> {
    // A command that was broken off is ended first; whatever hangs must not keep the port.
    const tidy = `exec 7>&- 8<&-;[ -n "$D" ]&&rm -rf "$D";${forgetLines}`;
    await this.#shell.run(tidy, { ms: farewellMs }).catch(() => undefined);
    await this.#shell.typeLine("exit");
    await this.#terminal.settle(farewellMs / 20, farewellMs);
  }
}
