import type { DeviceKeys } from "../../device/device-session.ts";
import { makeCertificateRequest } from "../../pki/requests/make-certificate-request.ts";
import { algorithmOfDeviceKey } from "../../tpm/device-key/algorithm-of-device-key.ts";
import { type DeviceKeyFound, ensureDeviceKey } from "../../tpm/device-key/ensure-device-key.ts";
import { publicKeyInfo } from "../../tpm/device-key/public-key-info.ts";
import { type KeyInTpm, signWithDeviceKey } from "../../tpm/device-key/sign-with-device-key.ts";
import { handleText } from "../../tpm/persistent/handle-text.ts";
import { readPersistentKey } from "../../tpm/persistent/read-persistent-key.ts";
import { readTpmFacts } from "../../tpm/read-tpm-facts.ts";
import type { TpmChannel } from "../../tpm/tpm-channel.ts";
import { connectTpm, type HierarchyPasswords, type Tpm } from "../../tpm/tpm.ts";
import { deviceErrors } from "../../device/device-errors.ts";
import type { Measurements } from "../steps/step.ts";

export interface TpmKeyPlace {
  /** Persistent handle, as 0x81000101. */
  readonly handle: number;
  readonly algorithm: "ec-p256" | "rsa-2048";
  readonly persistStorageRootKey: boolean;
}

/** `facts` for the record of the unit, `measurements` of this run. */
export interface KeyDescription {
  readonly facts: Measurements;
  readonly measurements: Measurements;
}

/**
 * The keys of a device whose key is in its TPM: everything is done by the station's own commands, the device only forwards them.
 * To the steps it is what a device with key software of its own is. Failures are the TPM's (`tpm.*`), and `device.no-key`.
 */
export class TpmDeviceKeys implements DeviceKeys {
  readonly #channel: TpmChannel;
  readonly #place: TpmKeyPlace;
  readonly #passwords: () => Promise<HierarchyPasswords>;
  #tpm: Tpm | undefined;
  #found: DeviceKeyFound | undefined;

  constructor(
    channel: TpmChannel,
    place: TpmKeyPlace,
    passwords: () => Promise<HierarchyPasswords> = () => Promise.resolve(new Map()),
  ) {
    this.#passwords = passwords;
    this.#channel = channel;
    this.#place = place;
  }

  async generate(algorithm: string, signal?: AbortSignal): Promise<Uint8Array> {
    if (algorithm !== this.#place.algorithm) throw deviceErrors.notSupported(`no ${algorithm} key in the TPM`);
    this.#found = await ensureDeviceKey(await this.#connect(signal), this.#place, signal);
    return publicKeyInfo(this.#found.publicArea);
  }

  async publicKey(signal?: AbortSignal): Promise<Uint8Array> {
    return publicKeyInfo((await this.#key(signal)).publicArea);
  }

  async certificateRequest(commonName: string, signal?: AbortSignal): Promise<Uint8Array> {
    const key = await this.#key(signal);
    return makeCertificateRequest({
      commonName,
      publicKey: publicKeyInfo(key.publicArea),
      sign: (message) => this.#sign(key, message, signal),
    });
  }

  async sign(message: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> {
    return this.#sign(await this.#key(signal), message, signal);
  }

  /** What is worth keeping of the TPM the key is in, and of how the key came to be there in this run. */
  async describe(signal?: AbortSignal): Promise<KeyDescription> {
    const keyHandle = handleText(this.#place.handle);
    const facts = { ...(await readTpmFacts(await this.#connect(signal), signal)), keyHandle };
    const made =
      this.#found === undefined ? {} : { made: this.#found.made, storageRootKey: this.#found.storageRootKey };
    return { facts, measurements: { keyHandle, ...made } };
  }

  async #sign(key: KeyInTpm, message: Uint8Array, signal: AbortSignal | undefined): Promise<Uint8Array> {
    return signWithDeviceKey(await this.#connect(signal), key, message, signal);
  }

  /** Read from the handle each time: what signs is what is there now. */
  async #key(signal: AbortSignal | undefined): Promise<KeyInTpm> {
    const { handle } = this.#place;
    const publicArea = await readPersistentKey(await this.#connect(signal), handle, signal);
    if (publicArea === undefined || algorithmOfDeviceKey(publicArea) === undefined) {
      throw deviceErrors.noKey(`${handleText(handle)} holds ${publicArea === undefined ? "nothing" : "no device key"}`);
    }
    return { handle, publicArea };
  }

  async #connect(signal: AbortSignal | undefined): Promise<Tpm> {
    return (this.#tpm ??= await connectTpm(this.#channel, signal, await this.#passwords()));
  }
}
