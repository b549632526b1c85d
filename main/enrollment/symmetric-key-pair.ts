import { randomBytes } from "node:crypto";
import { z } from "zod";
import { concatBytes, toBase64 } from "../base/bytes/bytes.ts";

/** What the service keeps of a unit: the key in the device, and one in reserve for the day keys are rolled (64 bytes each). */
export interface SymmetricKeyPair {
  readonly primary: Uint8Array;
  readonly secondary: Uint8Array;
}

const keyBytes = 64;

export const newKeyPair = (): SymmetricKeyPair => pairOf(Uint8Array.from(randomBytes(2 * keyBytes)));

/** As one secret, to be sealed. */
export const joinKeyPair = ({ primary, secondary }: SymmetricKeyPair): Uint8Array => concatBytes(primary, secondary);

/** What `joinKeyPair` joined. */
export const pairOf = (joined: Uint8Array): SymmetricKeyPair => ({
  primary: joined.slice(0, keyBytes),
  secondary: joined.slice(keyBytes, 2 * keyBytes),
});

/** Ties the sealed keys to their entry: under another name they cannot be opened. */
export const sealName = (registrationId: string): string => `symmetric key of ${registrationId.toLowerCase()}`;

const keyless = z.looseObject({
  attestation: z.strictObject({ type: z.literal("symmetricKey"), symmetricKey: z.undefined().optional() }),
});

/** Whether an entry as it was recorded wants the keys that are kept apart from it. */
export const lacksKeys = (entry: unknown): boolean => keyless.safeParse(entry).success;

/** The entry as the service takes it. It must not be kept or logged. */
export function withKeys(entry: unknown, { primary, secondary }: SymmetricKeyPair): unknown {
  const symmetricKey = { primaryKey: toBase64(primary), secondaryKey: toBase64(secondary) };
  return { ...keyless.parse(entry), attestation: { type: "symmetricKey", symmetricKey } };
}
