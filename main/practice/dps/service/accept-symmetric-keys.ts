import { randomBytes } from "node:crypto";
import { z } from "zod";
import { refusals } from "../server/service-refusal.ts";
import type { StoredSymmetricKeys } from "../state/stored-enrollment.ts";

export const symmetricKeyInput = z.object({
  type: z.literal("symmetricKey"),
  symmetricKey: z.object({ primaryKey: z.base64().nullish(), secondaryKey: z.base64().nullish() }).nullish(),
});

/**
 * Keys left out are made: 64 bytes. UNCONFIRMED: a replacement without keys keeps the old ones, so that GET, change, PUT loses
 * nothing.
 */
export function acceptSymmetricKeys(
  { symmetricKey: given }: z.infer<typeof symmetricKeyInput>,
  kept: StoredSymmetricKeys["symmetricKey"] | undefined,
): StoredSymmetricKeys {
  const primaryKey = given?.primaryKey ?? kept?.primaryKey ?? randomBytes(64).toString("base64");
  const secondaryKey = given?.secondaryKey ?? kept?.secondaryKey ?? randomBytes(64).toString("base64");
  for (const key of [primaryKey, secondaryKey]) {
    const { length } = Buffer.from(key, "base64");
    if (length < 16 || length > 64) throw refusals.badRequest("Invalid symmetric key: 16 to 64 bytes are allowed.");
  }
  return { type: "symmetricKey", symmetricKey: { primaryKey, secondaryKey } };
}
