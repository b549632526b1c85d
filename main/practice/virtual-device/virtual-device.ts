import type { KeyObject } from "node:crypto";
import { concatBytes, utf8 } from "../../base/bytes/bytes.ts";
import type { Registration } from "../../device/device-session.ts";
import { identityCommandId, identityGroupId } from "../../device/smp/identity-group/identity-group.ts";
import type { SmpMap } from "../../device/smp/smp-map.ts";
import type { Link } from "../../link/link.ts";
import type { TpmChannel } from "../../tpm/tpm-channel.ts";
import type { DeviceAnswer } from "./device-answer.ts";
import { type Capability, DeviceCore } from "./device-core.ts";
import { saveState } from "./device-state.ts";
import { FaultyLine, type VirtualDeviceFault } from "./faulty-line.ts";
import { IdentityCommands } from "./identity-commands.ts";
import { answerOsCommand, smpResult } from "./os-commands.ts";
import type { DeviceRequest } from "./request-reader.ts";
import { SmpServer } from "./smp-server.ts";
import { ZephyrFirmware, type ZephyrOptions } from "./zephyr/zephyr-firmware.ts";

export interface VirtualDeviceOptions {
  /** Left out: the device does not know its own, as when only a label tells. */
  readonly serialNumber?: string | undefined;
  readonly model: string;
  /** With a TPM it attests by it (tpm, registration); without, by a key of its own (keys, certificates, registration). */
  readonly tpm?: TpmChannel | undefined;
  readonly capabilities?: readonly Capability[] | undefined;
  readonly fault?: VirtualDeviceFault | undefined;
  /** Text that an earlier device gave to `onStateChanged`, or its `save()`. */
  readonly savedState?: string | undefined;
  /** `CONFIG_MCUMGR_TRANSPORT_NETBUF_SIZE`: 384 is Zephyr's default, a firmware with certificates has more. */
  readonly bufferBytes?: number | undefined;
  /** How messages lie on its link (default console; raw on a USB bulk pipe). */
  readonly framing?: "console" | "raw" | undefined;
  /** Firmware without the identity group; left out, it has the group. */
  readonly zephyr?: ZephyrOptions | undefined;
  /** Firmware that knows SMP version 1 only: it answers version 2 in version 1, or drops it. */
  readonly oldProtocol?: "answers" | "drops" | undefined;
  readonly onStateChanged?: ((savedState: string) => void) | undefined;
  /** Told after the answer to a restart has left. */
  readonly onRestart?: ((device: VirtualDevice) => void) | undefined;
}

/** Of a device that shares a key with its service and has no other. */
export const symmetricKeyCapabilities: readonly Capability[] = ["symmetric-key", "registration", "lock", "restart"];
const ownKeyCapabilities: readonly Capability[] = ["keys", "certificates", "registration", "lock", "restart"];
const tpmCapabilities: readonly Capability[] = ["tpm", "registration", "lock", "restart"];

/** A device that exists only here, but speaks SMP with the identity group over real bytes, boot messages included. */
export class VirtualDevice {
  readonly #options: VirtualDeviceOptions;
  readonly #core: DeviceCore;
  readonly #line: FaultyLine;
  #identity: IdentityCommands;
  #zephyr: ZephyrFirmware | undefined;
  #server: SmpServer | undefined;

  constructor(options: VirtualDeviceOptions) {
    this.#options = options;
    this.#core = new DeviceCore({
      model: options.model,
      serialNumber: options.serialNumber,
      tpm: options.tpm,
      capabilities: options.capabilities ?? (options.tpm === undefined ? ownKeyCapabilities : tpmCapabilities),
      bufferBytes: options.bufferBytes ?? (options.zephyr?.kind === "zephyr-settings" ? 2048 : 1024),
      savedState: options.savedState,
      onStateChanged: (savedState) => options.onStateChanged?.(savedState),
    });
    this.#line = new FaultyLine(options.fault ?? "none", options.framing !== "raw");
    this.#identity = new IdentityCommands(this.#core);
    this.#zephyr = this.#startZephyr();
  }

  get model(): string {
    return this.#options.model;
  }

  get serialNumber(): string | undefined {
    return this.#options.serialNumber;
  }

  /** Milliseconds spent on keys, signatures and the TPM so far. */
  get computeMs(): number {
    return this.#core.clock.computeMs;
  }

  get keyPrivate(): KeyObject | undefined {
    return this.#zephyr === undefined ? this.#core.state.key?.privateKey : this.#zephyr.identity.key;
  }

  /** DER, leaf first. */
  get chain(): readonly Uint8Array[] {
    return this.#zephyr === undefined ? this.#core.state.chain : this.#zephyr.identity.chain;
  }

  get symmetricKey(): Uint8Array | undefined {
    return this.#core.state.symmetricKey;
  }

  get registration(): Registration | undefined {
    return this.#zephyr === undefined ? this.#core.state.registration : this.#zephyr.identity.registration;
  }

  get locked(): boolean {
    return this.#core.state.locked;
  }

  /** Changes what is wrong with the device from now on. */
  set fault(fault: VirtualDeviceFault) {
    this.#line.fault = fault;
  }

  get fault(): VirtualDeviceFault {
    return this.#line.fault;
  }

  /** Everything that outlives a power cut, as JSON text. */
  save(): string {
    return saveState(this.#core.state);
  }

  /** Plugs the device in: it powers up and boots. Returns the way to pull the plug on its side; the link stays open. */
  attach(link: Link): () => void {
    this.#server?.stop();
    this.#powerUp();
    const server = new SmpServer(link, {
      bufferBytes: this.#core.parts.bufferBytes,
      framing: this.#options.framing ?? "console",
      oldProtocol: this.#options.oldProtocol,
      handle: (request, fields) => this.#handle(request, fields),
      send: (request, wire) => this.#line.send(link, request, wire),
      onAnswered: (request, reply) => this.#answered(link, request, reply),
    });
    this.#server = server;
    this.#sayHello(link);
    return () => server.stop();
  }

  async #handle(request: DeviceRequest, fields: SmpMap): Promise<DeviceAnswer> {
    if (this.#zephyr !== undefined) return this.#zephyr.answer(request, fields);
    if (request.group === 0) return answerOsCommand(this.#core, request.command, fields);
    if (request.group === identityGroupId) return await this.#identity.answer(request, fields);
    return { smpCode: smpResult.notSupported };
  }

  #answered(link: Link, request: DeviceRequest, reply: DeviceAnswer): void {
    const isIdentityRestart = request.group === identityGroupId && request.command === identityCommandId.restart;
    const isReset = request.group === 0 && request.command === 5;
    if ((!isIdentityRestart && !isReset) || !("fields" in reply) || "code" in reply) return;
    this.#powerUp();
    this.#sayHello(link);
    this.#options.onRestart?.(this);
  }

  /** What was only in memory is gone. */
  #powerUp(): void {
    this.#identity = new IdentityCommands(this.#core);
    this.#zephyr = this.#startZephyr();
  }

  #startZephyr(): ZephyrFirmware | undefined {
    const { zephyr } = this.#options;
    return zephyr === undefined ? undefined : new ZephyrFirmware(this.#core, zephyr);
  }

  #sayHello(link: Link): void {
    const text = utf8("*** Booting Touchmark practice device ***\r\n");
    // Written as one text: a real console prints its prompt without a line end, right before the first frame.
    this.#line.print(link, concatBytes(text, utf8("uart:~$ "))).catch(() => undefined);
  }
}
