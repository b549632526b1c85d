import type { TpmChannel } from "../tpm/tpm-channel.ts";

/** What a device says of itself. Empty strings never occur: a fact the device does not know is left out. */
export interface DeviceDescription {
  readonly model?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly firmware?: string | undefined;
  /** Of its own network interfaces, in whatever spelling it has. */
  readonly macAddresses?: readonly string[] | undefined;
  /** Set by virtual devices only: practice results must never pass as real ones. */
  readonly practice: boolean;
  readonly locked: boolean;
  readonly capabilities: readonly (
    | "tpm"
    | "keys"
    | "certificates"
    | "symmetric-key"
    | "registration"
    | "lock"
    | "restart"
  )[];
}

export type KeyAlgorithm = "ec-p256" | "ec-p384" | "rsa-2048" | "rsa-3072";

/** Keys that never leave the device. There is one device key; making it again with the same algorithm keeps it. */
export interface DeviceKeys {
  /** SubjectPublicKeyInfo (DER) of the device key, made now if the device has none; `device.key-exists` if another algorithm is there. */
  generate(algorithm: KeyAlgorithm, signal?: AbortSignal): Promise<Uint8Array>;
  /** SubjectPublicKeyInfo (DER) of the device key there is; throws `device.no-key` if there is none. Makes nothing. */
  publicKey(signal?: AbortSignal): Promise<Uint8Array>;
  /** PKCS #10 request (DER) with CN = `commonName`, signed by the device key. */
  certificateRequest(commonName: string, signal?: AbortSignal): Promise<Uint8Array>;
  /** Signature over SHA-256 of `message`: ECDSA as ASN.1 DER, RSA as PKCS #1 v1.5. The device hashes. */
  sign(message: Uint8Array, signal?: AbortSignal): Promise<Uint8Array>;
  /** Left out: the device signs by itself. `compared`: it cannot, and is compared with the key before the station signs for it. */
  readonly proof?: "compared";
}

/** Where a device takes a private key that was made outside of it. All keys are PKCS #8, DER. */
export interface DeviceKeyStore {
  /** Writes the key and makes sure that the device holds it. Throws `device.storage-failed`. */
  write(pkcs8: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** Throws `device.storage-failed` unless the device holds this very key: by the device's own hash where it has one. */
  compare(pkcs8: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** `undefined` when there is none, or the firmware hands none out. Whoever asks overwrites the bytes after use. */
  read(signal?: AbortSignal): Promise<Uint8Array | undefined>;
}

/** The chain the device will show at registration: DER certificates, leaf first. */
export interface DeviceCertificates {
  write(chain: readonly Uint8Array[], signal?: AbortSignal): Promise<void>;
  /** Empty when none was written. */
  read(signal?: AbortSignal): Promise<readonly Uint8Array[]>;
}

/** A key the device shares with the provisioning service. It goes in and never comes out again. */
export interface DeviceSymmetricKey {
  /** Replaces what was there; 16 to 64 bytes. */
  write(key: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** HMAC-SHA256 over at most 128 bytes by the key in the device; throws `device.no-key` if there is none. */
  prove(message: Uint8Array, signal?: AbortSignal): Promise<Uint8Array>;
}

/** What the device needs to find the provisioning service (`registration` in a recipe). */
export interface Registration {
  readonly endpoint: string;
  readonly idScope: string;
  readonly registrationId: string;
  readonly attestation: "tpm" | "x509" | "symmetric-key";
}

export interface DeviceRegistration {
  write(registration: Registration, signal?: AbortSignal): Promise<void>;
  /** `undefined` when none was written. */
  read(signal?: AbortSignal): Promise<Registration | undefined>;
}

/** A conversation with one device over one link; capabilities it lacks are absent. */
export interface DeviceSession {
  describe(signal?: AbortSignal): Promise<DeviceDescription>;
  readonly tpm?: TpmChannel;
  readonly keys?: DeviceKeys;
  readonly keyStore?: DeviceKeyStore;
  readonly certificates?: DeviceCertificates;
  readonly symmetricKey?: DeviceSymmetricKey;
  readonly registration?: DeviceRegistration;
  /** Refuses every later write; irreversible. */
  lock?(signal?: AbortSignal): Promise<void>;
  restart?(signal?: AbortSignal): Promise<void>;
  /** Bytes that have crossed the link so far, both ways; for the station's-share measurement. */
  readonly traffic: { readonly sent: number; readonly received: number };
  close(): Promise<void>;
}
