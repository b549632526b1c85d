import { isStationError } from "../../base/errors/station-error.ts";
import type { TpmChannel } from "../../tpm/tpm-channel.ts";
import { deviceErrors } from "../device-errors.ts";
import type { ConsoleTpmSettings } from "./console-settings.ts";
import type { DeviceTools } from "./device-tools.ts";
import { quoteWord } from "./shell-words.ts";

/** A discrete TPM may take a minute and more for an RSA key. */
const answerMs = 180_000;
const usualDevice = "/dev/tpmrm0";

/**
 * A TPM on a Linux device. One channel stays open for all commands (descriptors 7 and 8 of the shell), because a resource manager
 * throws away sessions and keys of whoever closes: the device itself, or one `tpm2_send` behind two pipes.
 */
export class ConsoleTpm implements TpmChannel {
  readonly #tools: DeviceTools;
  readonly #settings: ConsoleTpmSettings;
  #open = false;

  constructor(tools: DeviceTools, settings: ConsoleTpmSettings) {
    this.#tools = tools;
    this.#settings = settings;
  }

  async transmit(command: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> {
    try {
      return (await this.#exchange(command, signal)) ?? (await this.#onceMore(command, signal));
    } catch (error) {
      // An answer may still be under way: it must not be taken for the next command's.
      this.#open = false;
      throw isStationError(error, "device.refused") ? deviceErrors.tpmFailed(error.detail, error) : error;
    }
  }

  /** Old `tpm2_send` ends after one command. */
  async #onceMore(command: Uint8Array, signal: AbortSignal | undefined): Promise<Uint8Array> {
    this.#open = false;
    const response = await this.#exchange(command, signal);
    if (response !== undefined) return response;
    const said = await this.#tools.run("cat $D/e", { signal });
    throw deviceErrors.tpmFailed(`no answer from ${this.#name}: ${said.output.slice(-300)}`);
  }

  async #exchange(command: Uint8Array, signal: AbortSignal | undefined): Promise<Uint8Array | undefined> {
    if (!this.#open) await this.#reopen(signal);
    const response = await this.#tools.transfer(
      command,
      "cat $D/c>&7;dd bs=4096 count=1 <&8 >$D/r 2>/dev/null",
      "tpm",
      {
        ms: answerMs,
        signal,
      },
    );
    if (response.length === 0) return undefined;
    const size = response.length < 6 ? 0 : new DataView(response.buffer, response.byteOffset).getUint32(2);
    if (size !== response.length) throw deviceErrors.badAnswer(`TPM response of ${response.length} bytes says ${size}`);
    return response;
  }

  async #reopen(signal: AbortSignal | undefined): Promise<void> {
    const { tcti } = this.#settings;
    const device = tcti?.startsWith("device:") === true ? tcti.slice("device:".length) : this.#settings.device;
    const open = tcti === undefined || device !== undefined ? openDevice(device ?? usualDevice) : openTools(tcti);
    const closed = "exec 7>&- 8<&-;rm -f $D/i $D/o;:>$D/e";
    await this.#tools.must(`${closed};${open}`, `open ${this.#name}`, { signal });
    this.#open = true;
  }

  get #name(): string {
    return this.#settings.tcti ?? this.#settings.device ?? usualDevice;
  }
}

/** Tried in a shell below first, because a redirection that fails ends the line it stands in. */
const openDevice = (path: string): string => `(exec 7<>${quoteWord(path)}) 2>&1&&exec 7<>${quoteWord(path)} 8<&7`;

/** Between two brackets, so that no shell tells of a background job. */
const openTools = (tcti: string): string =>
  `command -v tpm2_send >/dev/null||{ echo tpm2_send;(exit 127);}&&mkfifo $D/i $D/o&&(tpm2_send -T ${quoteWord(tcti)} <$D/i >$D/o 2>$D/e&)&&exec 7>$D/i 8<$D/o`;
