import { concatBytes, utf8 } from "../../base/bytes/bytes.ts";
import { identityCommandId, identityGroupId } from "../../device/smp/identity-group/identity-group.ts";
import type { Link } from "../../link/link.ts";
import type { DeviceRequest } from "./request-reader.ts";

/** What can be wrong with a virtual device. The last three lie in what it was made with (its TPM, its saved state, no serial number). */
export type VirtualDeviceFault =
  | "none"
  | "silent"
  | "garbage"
  | "unplugged-half-way"
  | "wrong-endorsement-certificate"
  | "known-key"
  | "no-serial";

/** The answer to this many identity commands after describe is cut in its middle. */
const answersBeforeUnplug = 3;
/** A log line goes out before every so many answers. */
const answersPerLogLine = 8;

/** Where a device's answers leave: untouched, or spoilt as its fault wants it. */
export class FaultyLine {
  fault: VirtualDeviceFault;
  readonly #hasConsole: boolean;
  #answers = 0;
  #identityAnswers = 0;

  /** Without a console there is no place for text between the messages. */
  constructor(fault: VirtualDeviceFault, hasConsole: boolean) {
    this.fault = fault;
    this.#hasConsole = hasConsole;
  }

  async print(link: Link, text: Uint8Array): Promise<void> {
    if (this.#hasConsole && this.fault !== "silent") await link.write(text);
  }

  async send(link: Link, request: DeviceRequest, wire: Uint8Array): Promise<void> {
    if (this.fault === "silent") return;
    if (this.fault === "garbage") return await link.write(spoil(wire));
    if (this.fault === "unplugged-half-way" && this.#isTimeToUnplug(request)) return await this.#unplug(link, wire);
    this.#answers += 1;
    const isTimeToLog = this.#hasConsole && this.#answers % answersPerLogLine === 0;
    const log = isTimeToLog ? utf8(`<inf> identity: ${this.#answers} answers\r\n`) : utf8("");
    await link.write(concatBytes(log, wire));
  }

  #isTimeToUnplug(request: DeviceRequest): boolean {
    if (request.group !== identityGroupId || request.command === identityCommandId.describe) return false;
    this.#identityAnswers += 1;
    return this.#identityAnswers >= answersBeforeUnplug;
  }

  /** Happens once: plugged in again, the device is well. */
  async #unplug(link: Link, wire: Uint8Array): Promise<void> {
    this.fault = "none";
    await link.write(wire.subarray(0, Math.ceil(wire.length / 2)));
    // Two turns of the event loop, so that the half answer is on its way before the line goes dead.
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    await link.close();
  }
}

/** Keeps the frame marks and breaks what is between them: half a frame, then one whose CRC cannot fit. */
function spoil(wire: Uint8Array): Uint8Array {
  const middle = Math.ceil(wire.length / 2);
  const swapped = wire.map((byte) => (byte === 0x41 ? 0x42 : byte));
  return concatBytes(wire.subarray(0, middle), Uint8Array.of(0xff, 0x00, 0x1b), swapped, utf8("\u0006\tQUJD\n"));
}
