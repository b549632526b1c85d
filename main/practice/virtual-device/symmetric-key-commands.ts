import { createHmac } from "node:crypto";
import { equalBytes } from "../../base/bytes/bytes.ts";
import { proofPrefix } from "../../device/smp/identity-group/symmetric-key.ts";
import { answer, type DeviceAnswer, refusal } from "./device-answer.ts";
import type { DeviceCore } from "./device-core.ts";

/** Takes the symmetric key and proves it; nothing gives it away. */
export class SymmetricKeyCommands {
  readonly #core: DeviceCore;

  constructor(core: DeviceCore) {
    this.#core = core;
  }

  write(key: Uint8Array): DeviceAnswer {
    const { symmetricKey, locked } = this.#core.state;
    if (symmetricKey !== undefined && equalBytes(symmetricKey, key)) return answer();
    if (locked) return refusal("locked");
    this.#core.update({ symmetricKey: Uint8Array.from(key) });
    return answer();
  }

  prove(message: Uint8Array): DeviceAnswer {
    const { symmetricKey } = this.#core.state;
    if (symmetricKey === undefined) return refusal("noKey");
    if (!equalBytes(message.subarray(0, proofPrefix.length), proofPrefix)) return refusal("badRequest");
    return answer({ mac: Uint8Array.from(createHmac("sha256", symmetricKey).update(message).digest()) });
  }
}
