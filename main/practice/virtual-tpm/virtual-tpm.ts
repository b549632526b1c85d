import { createPublicKey, type KeyObject } from "node:crypto";
import { Mutex } from "../../base/async/mutex.ts";
import { concatBytes, utf8 } from "../../base/bytes/bytes.ts";
import { baseErrors } from "../../base/errors/base-errors.ts";
import { TPM_RH } from "../../tpm/spec/tpm-rh.ts";
import { NV_INDEX, PERSISTENT_HANDLE } from "../../tpm/spec/well-known-handles.ts";
import type { TpmChannel } from "../../tpm/tpm-channel.ts";
import { createPracticeVendor, type PracticeVendor } from "../vendor/practice-vendor.ts";
import { endorsementTemplateEmptyUnique, endorsementTemplateL1 } from "./endorsement-templates.ts";
import { executeCommand } from "./execute-command.ts";
import { certificateAttributes } from "./nv-index.ts";
import type { TpmObject } from "./objects/tpm-object.ts";
import { type Lazy, TpmState } from "./tpm-state.ts";

export interface VirtualTpmOptions {
  /** All keys follow from it: the same seed is the same TPM. At least 16 bytes. */
  readonly seed: Uint8Array;
  /** What is at NV index 0x01C00002; default "valid". */
  readonly endorsementCertificate?: "valid" | "none" | "wrong-key";
  /** Who certifies the EK; without one, a vendor nobody trusts. */
  readonly vendor?: PracticeVendor;
  /** Whether the EK stands at 0x81010001 from the factory; default true. "empty-unique": the wrong one does. */
  readonly persistentEndorsementKey?: boolean | "empty-unique";
  /** Bytes of 0xFF after the certificate, as parts have them whose NV index has a round size; default 0. */
  readonly certificatePadding?: number;
  /** Passwords of hierarchies, as somebody who took ownership sets them; default empty. */
  readonly ownerPassword?: string;
  readonly endorsementPassword?: string;
  /** More NV indices, as a maker fills them: intermediates, certificates of other keys. */
  readonly nvContents?: ReadonlyMap<number, Uint8Array>;
  /** Whether the firmware has sent Startup before anybody else speaks; default true. */
  readonly started?: boolean;
}

const shortestSeed = 16;
const mostPadding = 1024;

/**
 * A TPM 2.0 in memory with true cryptography: enough of the library specification for factory provisioning, for a DPS
 * client in the field, and for tpm2-tools. Not a secure element, and it says so: manufacturer "TMRK", "Practice TPM".
 */
export class VirtualTpm implements TpmChannel {
  readonly #state: TpmState;
  readonly #oneAtATime = new Mutex();
  #computeMs = 0;

  constructor(options: VirtualTpmOptions) {
    if (options.seed.length < shortestSeed) throw new RangeError(`a TPM seed has at least ${shortestSeed} bytes`);
    this.#state = new TpmState(options.seed);
    this.#state.started = options.started ?? true;
    this.#setPassword(TPM_RH.OWNER, options.ownerPassword);
    this.#setPassword(TPM_RH.ENDORSEMENT, options.endorsementPassword);
    for (const [handle, data] of options.nvContents ?? []) {
      this.#state.nvIndices.set(handle, () => Promise.resolve({ handle, attributes: certificateAttributes, data }));
    }
    if (options.persistentEndorsementKey !== false) {
      const template =
        options.persistentEndorsementKey === "empty-unique" ? endorsementTemplateEmptyUnique : endorsementTemplateL1;
      this.#state.persistent.set(PERSISTENT_HANDLE.endorsementKey, () => endorsementKey(this.#state, template));
    }
    if (options.endorsementCertificate !== "none") {
      const certificate = once(() => certificateOf(this.#state, options));
      this.#state.nvIndices.set(NV_INDEX.certificateRsa2048, async () => ({
        handle: NV_INDEX.certificateRsa2048,
        attributes: certificateAttributes,
        data: await certificate(),
      }));
    }
  }

  #setPassword(hierarchy: number, password: string | undefined): void {
    if (password !== undefined) this.#state.hierarchyPasswords.set(hierarchy, utf8(password));
  }

  /** Milliseconds spent on commands so far: the device's own time, for the bench. */
  get computeMs(): number {
    return this.#computeMs;
  }

  /** Always answers with a well-formed response; rejects only if the signal aborts before the command's turn comes. */
  transmit(command: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> {
    return this.#oneAtATime.run(async () => {
      if (signal?.aborted === true) throw baseErrors.cancelled("aborted before the virtual TPM took the command");
      const start = performance.now();
      const response = await executeCommand(this.#state, command);
      this.#computeMs += performance.now() - start;
      return response;
    });
  }

  /** Power off and on: sessions and transient objects are gone, keys and certificate stay. `started` as in the options. */
  powerCycle(started = true): void {
    this.#state.powerCycle();
    this.#state.started = started;
  }
}

const endorsementKey = (state: TpmState, template: typeof endorsementTemplateL1): Promise<TpmObject> =>
  state.primary({
    hierarchy: TPM_RH.ENDORSEMENT,
    template,
    authValue: new Uint8Array(),
    data: new Uint8Array(),
  });

/** The certificate is of the L-1 key, as the manufacturer makes it, whatever stands at the persistent handle. */
async function certificateOf(state: TpmState, options: VirtualTpmOptions): Promise<Uint8Array> {
  const vendor = options.vendor ?? (await createPracticeVendor());
  const holder =
    options.endorsementCertificate === "wrong-key" ? new TpmState(concatBytes(options.seed, utf8("other"))) : state;
  const key = await endorsementKey(holder, endorsementTemplateL1);
  const certificate = await vendor.issueEndorsementCertificate(publicKeyOf(key));
  const padding = Math.min(options.certificatePadding ?? 0, mostPadding);
  return concatBytes(certificate, new Uint8Array(padding).fill(0xff));
}

function publicKeyOf(object: TpmObject): KeyObject {
  if (object.privateKey === undefined) throw new TypeError("an endorsement key of this TPM is RSA");
  return createPublicKey(object.privateKey);
}

function once<Value>(make: Lazy<Value>): Lazy<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
