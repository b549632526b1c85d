import { fromUtf8, utf8 } from "../../base/bytes/bytes.ts";
import type { DeviceRegistration, Registration } from "../device-session.ts";
import type { RegistrationFile } from "../registration-files/registration-file.ts";
import type { ConsoleFile } from "./console-settings.ts";
import type { DeviceTools } from "./device-tools.ts";

/** The registration in a file of the firmware's own form, merged into what is there. */
export class ConsoleRegistration implements DeviceRegistration {
  readonly #tools: DeviceTools;
  readonly #file: ConsoleFile;
  readonly #form: RegistrationFile;

  constructor(tools: DeviceTools, file: ConsoleFile, form: RegistrationFile) {
    this.#tools = tools;
    this.#file = file;
    this.#form = form;
  }

  async write(registration: Registration, signal?: AbortSignal): Promise<void> {
    const before = await this.#tools.read(this.#file.path, signal);
    const after = this.#form.merge(before === undefined ? undefined : fromUtf8(before), registration);
    await this.#tools.write(this.#file, utf8(after), signal);
  }

  async read(signal?: AbortSignal): Promise<Registration | undefined> {
    const content = await this.#tools.read(this.#file.path, signal);
    return content === undefined ? undefined : this.#form.parse(fromUtf8(content));
  }
}
