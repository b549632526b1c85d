import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { z } from "zod";
import { toBase64 } from "../../base/bytes/bytes.ts";
import { fromBase64 } from "../../base/bytes/base64.ts";
import type { KeyAlgorithm, Registration } from "../../device/device-session.ts";
import { keyAlgorithms } from "../../device/smp/identity-group/key.ts";
import { registrationSchema } from "../../device/smp/identity-group/registration.ts";

const base64 = z.base64().transform(fromBase64);

const savedSchema = z.object({
  version: z.literal(1),
  key: z.object({ algorithm: z.enum(keyAlgorithms), pkcs8: base64 }).optional(),
  chain: z.array(base64),
  symmetricKey: base64.optional(),
  registration: registrationSchema.optional(),
  locked: z.boolean(),
  flash: z.record(z.string(), base64).optional(),
});

export interface DeviceKey {
  readonly algorithm: KeyAlgorithm;
  readonly privateKey: KeyObject;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
}

/** What a virtual device keeps in its flash memory. Practice keys only: they are saved in clear. */
export interface DeviceState {
  readonly key?: DeviceKey | undefined;
  readonly chain: readonly Uint8Array[];
  readonly symmetricKey?: Uint8Array | undefined;
  readonly registration?: Registration | undefined;
  readonly locked: boolean;
  /** Files and settings of firmware that has no identity group. */
  readonly flash?: Readonly<Record<string, Uint8Array>> | undefined;
}

export const emptyState: DeviceState = { chain: [], locked: false };

export function deviceKey(algorithm: KeyAlgorithm, privateKey: KeyObject): DeviceKey {
  const spki = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  return { algorithm, privateKey, spki: Uint8Array.from(spki) };
}

/** JSON text; `loadState` reads it back. */
export function saveState({ key, chain, symmetricKey, registration, locked, flash }: DeviceState): string {
  const saved = {
    version: 1,
    key: key && {
      algorithm: key.algorithm,
      pkcs8: toBase64(key.privateKey.export({ type: "pkcs8", format: "der" })),
    },
    chain: chain.map(toBase64),
    symmetricKey: symmetricKey && toBase64(symmetricKey),
    registration,
    locked,
    flash: flash && Object.fromEntries(Object.entries(flash).map(([name, bytes]) => [name, toBase64(bytes)])),
  };
  return JSON.stringify(saved);
}

/** Throws ZodError or SyntaxError for a text that `saveState` did not make. */
export function loadState(text: string): DeviceState {
  const { key, ...rest } = savedSchema.parse(JSON.parse(text));
  if (key === undefined) return rest;
  const privateKey = createPrivateKey({ key: Buffer.from(key.pkcs8), format: "der", type: "pkcs8" });
  return { ...rest, key: deviceKey(key.algorithm, privateKey) };
}
