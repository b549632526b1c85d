import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import { deviceErrors } from "../../device/device-errors.ts";
import type { DeviceKeys, DeviceKeyStore } from "../../device/device-session.ts";
import { readDeviceKey } from "../../pki/keys/device-key.ts";
import { makeCertificateRequest } from "../../pki/requests/make-certificate-request.ts";

const generateKeys = promisify(generateKeyPair);

/**
 * The key of a device that can only take one: made in the station's memory, kept nowhere but in the device. A key the device holds
 * already is kept, so that a unit that is done again ends with the key it has. To the steps it is what any device's keys are.
 */
export class StationKeys implements DeviceKeys {
  /** What the proof of this key is worth: the device was compared, it did not sign. */
  readonly proof = "compared";
  readonly #store: DeviceKeyStore;
  /** From making it until it is proven; then only the device has it. */
  #key: KeyObject | undefined;
  #isNew = false;

  constructor(store: DeviceKeyStore) {
    this.#store = store;
  }

  /** Not in the device yet: `keep` puts it there, once it is sure that this unit may have it. */
  async generate(algorithm: "ec-p256" | "rsa-2048", signal?: AbortSignal): Promise<Uint8Array> {
    const held = await this.#held(signal);
    this.#isNew = held === undefined;
    this.#key = held ?? (await makeKey(algorithm));
    const publicKey = spkiOf(this.#key);
    const found = readDeviceKey(publicKey).algorithm;
    if (found !== algorithm) throw deviceErrors.keyExists(`asked for ${algorithm}, the device holds ${found}`);
    return publicKey;
  }

  /** Writes a new key into the device, which is compared; says whether there was one to write. */
  async keep(signal?: AbortSignal): Promise<boolean> {
    if (!this.#isNew) return false;
    await withPkcs8(await this.#mustHave(signal), (pkcs8) => this.#store.write(pkcs8, signal));
    this.#isNew = false;
    return true;
  }

  async publicKey(signal?: AbortSignal): Promise<Uint8Array> {
    return spkiOf(await this.#mustHave(signal));
  }

  async certificateRequest(commonName: string, signal?: AbortSignal): Promise<Uint8Array> {
    const key = await this.#mustHave(signal);
    return makeCertificateRequest({
      commonName,
      publicKey: spkiOf(key),
      sign: (message) => Promise.resolve(new Uint8Array(sign("sha256", message, key))),
    });
  }

  /**
   * The device itself cannot sign: that it holds the very key is what its own hash says, or reading the key out of it. After
   * this the station has no key any more.
   */
  async sign(message: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> {
    const key = await this.#mustHave(signal);
    await withPkcs8(key, (pkcs8) => this.#store.compare(pkcs8, signal));
    this.#key = undefined;
    return new Uint8Array(sign("sha256", message, key));
  }

  async #mustHave(signal: AbortSignal | undefined): Promise<KeyObject> {
    const key = this.#key ?? (await this.#held(signal));
    if (key === undefined) throw deviceErrors.noKey("the device holds no key, or hands none out");
    return key;
  }

  async #held(signal: AbortSignal | undefined): Promise<KeyObject | undefined> {
    const pkcs8 = await this.#store.read(signal);
    if (pkcs8 === undefined) return undefined;
    const der = Buffer.from(pkcs8.buffer, pkcs8.byteOffset, pkcs8.length);
    try {
      return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    } finally {
      der.fill(0);
    }
  }
}

async function makeKey(algorithm: "ec-p256" | "rsa-2048"): Promise<KeyObject> {
  const made =
    algorithm === "ec-p256"
      ? await generateKeys("ec", { namedCurve: "P-256" })
      : await generateKeys("rsa", { modulusLength: 2048 });
  return made.privateKey;
}

const spkiOf = (key: KeyObject): Uint8Array =>
  new Uint8Array(createPublicKey(key).export({ type: "spki", format: "der" }));

async function withPkcs8<Value>(key: KeyObject, task: (pkcs8: Uint8Array) => Promise<Value>): Promise<Value> {
  const pkcs8 = key.export({ type: "pkcs8", format: "der" });
  try {
    return await task(pkcs8);
  } finally {
    pkcs8.fill(0);
  }
}
