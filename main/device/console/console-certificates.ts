import { fromUtf8, utf8 } from "../../base/bytes/bytes.ts";
import { fromPem, toPem } from "../../base/bytes/pem.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import { deviceErrors } from "../device-errors.ts";
import type { DeviceCertificates } from "../device-session.ts";
import type { ConsoleFile } from "./console-settings.ts";
import type { DeviceTools } from "./device-tools.ts";

/** A certificate is for everybody to read; a file that is there keeps its own mode. */
const usualMode = "644";

/** The chain as one PEM file (RFC 7468), leaf first. */
export class ConsoleCertificates implements DeviceCertificates {
  readonly #tools: DeviceTools;
  readonly #file: ConsoleFile;

  constructor(tools: DeviceTools, file: ConsoleFile) {
    this.#tools = tools;
    this.#file = { ...file, mode: file.mode ?? usualMode };
  }

  async write(chain: readonly Uint8Array[], signal?: AbortSignal): Promise<void> {
    await this.#tools.write(this.#file, utf8(chain.map((der) => toPem("CERTIFICATE", der)).join("")), signal);
  }

  async read(signal?: AbortSignal): Promise<readonly Uint8Array[]> {
    const content = await this.#tools.read(this.#file.path, signal);
    if (content === undefined) return [];
    try {
      return fromPem("CERTIFICATE", fromUtf8(content));
    } catch (error) {
      if (isStationError(error, "station.malformed"))
        throw deviceErrors.badAnswer(`${this.#file.path} is not PEM`, error);
      throw error;
    }
  }
}
