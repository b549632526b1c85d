import { sign } from "node:crypto";
import type { KeyAlgorithm } from "../../device/device-session.ts";
import type { ReadRest } from "../../device/smp/identity-group/chunk.ts";
import { identityLimits } from "../../device/smp/identity-group/identity-group.ts";
import { answer, type DeviceAnswer, refusal } from "./device-answer.ts";
import type { DeviceCore } from "./device-core.ts";
import type { DeviceKey } from "./device-state.ts";
import { makeCertificateRequest } from "./make-certificate-request.ts";
import { makeDeviceKey } from "./make-device-key.ts";
import { TransferCommand } from "./transfer-command.ts";
import { soon } from "./work-clock.ts";

/** key, certificate request and sign. */
export class KeyCommands {
  readonly sign: TransferCommand;
  readonly #core: DeviceCore;
  #making: Promise<DeviceKey> | undefined;
  #request: { readonly id: number; readonly der: Uint8Array } | undefined;

  constructor(core: DeviceCore) {
    this.#core = core;
    this.sign = new TransferCommand(core, {
      maximumIn: identityLimits.messageToSign,
      work: (message) => Uint8Array.from(sign("sha256", message, this.#key().privateKey)),
      onFailure: refusal("noKey"),
    });
  }

  async generate(algorithm: KeyAlgorithm): Promise<DeviceAnswer> {
    const { state } = this.#core;
    if (state.key === undefined && state.locked) return refusal("locked");
    if (state.key === undefined) this.#making ??= this.#make(algorithm);
    const key = state.key ?? (this.#making && (await soon(this.#making)));
    if (key === undefined) return answer({ wait: 50 });
    return key.algorithm === algorithm ? answer(this.#core.piece(key.spki, 0)) : refusal("keyExists");
  }

  read({ off }: ReadRest): DeviceAnswer {
    const { key } = this.#core.state;
    return key === undefined ? refusal("noKey") : answer(this.#core.piece(key.spki, off));
  }

  async request(id: number, commonName: string): Promise<DeviceAnswer> {
    const { key } = this.#core.state;
    if (key === undefined) return refusal("noKey");
    if (this.#request?.id !== id) {
      const der = await this.#core.clock.measure(() => makeCertificateRequest(key, commonName));
      this.#request = { id, der };
    }
    return answer(this.#core.piece(this.#request.der, 0));
  }

  readRequest({ id, off }: ReadRest): DeviceAnswer {
    if (this.#request?.id !== id) return refusal("noTransfer");
    return answer(this.#core.piece(this.#request.der, off));
  }

  async #make(algorithm: KeyAlgorithm): Promise<DeviceKey> {
    try {
      const made = await this.#core.clock.measure(() => makeDeviceKey(algorithm));
      // One that was begun before the plug was pulled may have come first: a key that is there stays.
      const key = this.#core.state.key ?? made;
      if (key === made) this.#core.update({ key });
      return key;
    } finally {
      this.#making = undefined;
    }
  }

  #key(): DeviceKey {
    const { key } = this.#core.state;
    if (key === undefined) throw new Error("no device key");
    return key;
  }
}
