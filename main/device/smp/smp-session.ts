import { Mutex } from "../../base/async/mutex.ts";
import { isStationError, type StationError } from "../../base/errors/station-error.ts";
import type { TpmChannel } from "../../tpm/tpm-channel.ts";
import { deviceErrors } from "../device-errors.ts";
import type {
  DeviceCertificates,
  DeviceDescription,
  DeviceKeys,
  DeviceRegistration,
  DeviceSession,
  DeviceSymmetricKey,
} from "../device-session.ts";
import { beginConversation } from "./begin-conversation.ts";
import { listGroups } from "./enumeration-group/list.ts";
import type { IdentityContext } from "./identity-group/ask-identity.ts";
import { readCertificateChain, writeCertificateChain } from "./identity-group/certificate-chain.ts";
import { requestCertificate } from "./identity-group/certificate-request.ts";
import { describeDevice } from "./identity-group/describe.ts";
import { identityGroupId } from "./identity-group/identity-group.ts";
import { generateKey, readPublicKey } from "./identity-group/key.ts";
import { lockDevice } from "./identity-group/lock.ts";
import { readRegistration, writeRegistration } from "./identity-group/registration.ts";
import { restartDevice } from "./identity-group/restart.ts";
import { signMessage } from "./identity-group/sign.ts";
import { proveSymmetricKey, writeSymmetricKey } from "./identity-group/symmetric-key.ts";
import { transmitTpm } from "./identity-group/tpm.ts";
import type { SmpClient } from "./smp-client.ts";

/**
 * A device that speaks SMP with the identity group. All capabilities are there until `describe()` has told which ones
 * the device lacks; those are then absent (and asking for one fails with `device.not-supported`).
 */
export class SmpSession implements DeviceSession {
  tpm?: TpmChannel;
  keys?: DeviceKeys;
  certificates?: DeviceCertificates;
  symmetricKey?: DeviceSymmetricKey;
  registration?: DeviceRegistration;
  lock?: (signal?: AbortSignal) => Promise<void>;
  restart?: (signal?: AbortSignal) => Promise<void>;
  readonly #context: IdentityContext;
  readonly #oneAtATime = new Mutex();
  #begun: Promise<void> | undefined;

  constructor(client: SmpClient, workTimeoutMs: number) {
    this.#context = { client, workTimeoutMs };
    const ready = (signal?: AbortSignal): Promise<IdentityContext> => this.#ready(signal);
    // The device runs one TPM command at a time, and a second transfer would push the first one out.
    this.tpm = {
      transmit: (command, signal) =>
        this.#oneAtATime.run(async () => await transmitTpm(await ready(signal), command, signal)),
    };
    this.keys = {
      generate: async (algorithm, signal) => await generateKey(await ready(signal), algorithm, signal),
      publicKey: async (signal) => await readPublicKey(await ready(signal), signal),
      certificateRequest: async (name, signal) => await requestCertificate(await ready(signal), name, signal),
      sign: async (message, signal) => await signMessage(await ready(signal), message, signal),
    };
    this.certificates = {
      write: async (chain, signal) => await writeCertificateChain(await ready(signal), chain, signal),
      read: async (signal) => await readCertificateChain(await ready(signal), signal),
    };
    this.symmetricKey = {
      write: async (key, signal) => await writeSymmetricKey(await ready(signal), key, signal),
      prove: async (message, signal) => await proveSymmetricKey(await ready(signal), message, signal),
    };
    this.registration = {
      write: async (registration, signal) => await writeRegistration(await ready(signal), registration, signal),
      read: async (signal) => await readRegistration(await ready(signal), signal),
    };
    this.lock = async (signal) => await lockDevice(await ready(signal), signal);
    this.restart = async (signal) => await restartDevice(await ready(signal), signal);
  }

  get traffic(): DeviceSession["traffic"] {
    return { ...this.#context.client.traffic };
  }

  async describe(signal?: AbortSignal): Promise<DeviceDescription> {
    const context = await this.#ready(signal);
    const description = await describeDevice(context, signal).catch(async (error: unknown) => {
      if (isStationError(error, "device.not-supported")) throw await withGroups(error, context.client, signal);
      throw error;
    });
    this.#keepOnly(new Set(description.capabilities));
    return description;
  }

  close(): Promise<void> {
    return this.#context.client.close();
  }

  /** Begins the conversation with the first request; a beginning that failed is tried again by the next. */
  async #ready(signal?: AbortSignal): Promise<IdentityContext> {
    this.#begun ??= beginConversation(this.#context.client, signal).catch((error: unknown) => {
      this.#begun = undefined;
      throw error;
    });
    await this.#begun;
    return this.#context;
  }

  #keepOnly(capabilities: ReadonlySet<string>): void {
    if (!capabilities.has("tpm")) delete this.tpm;
    if (!capabilities.has("keys")) delete this.keys;
    if (!capabilities.has("certificates")) delete this.certificates;
    if (!capabilities.has("symmetric-key")) delete this.symmetricKey;
    if (!capabilities.has("registration")) delete this.registration;
    if (!capabilities.has("lock")) delete this.lock;
    if (!capabilities.has("restart")) delete this.restart;
  }
}

/** Says what the firmware has instead, so that the engineer sees whether a recipe with `smp.identity` would do. */
async function withGroups(error: StationError, client: SmpClient, signal?: AbortSignal): Promise<StationError> {
  const groups = await listGroups(client, signal).catch(() => undefined);
  if (groups === undefined || groups.includes(identityGroupId)) return error;
  const detail = `${error.detail}; the firmware has no identity group, only ${groups.join(", ")}: see smp.identity`;
  return deviceErrors.notSupported(detail, error);
}
