import { fromBase64 } from "../../main/base/bytes/base64.ts";
import { toBase64 } from "../../main/base/bytes/bytes.ts";
import type { SymmetricKeyCustody } from "../../main/workflow/keys/symmetric-key-custody.ts";

/** Nothing is sealed, nothing is at a service, and every group has the key of the documentation's example. */
export const unsealedKeys: SymmetricKeyCustody = {
  groupKey: () =>
    Promise.resolve(
      fromBase64("8isrFI1sGsIlvvFSSFRiMfCNzv21fjbE/+ah/lSh3lF8e2YG1Te7w1KpZhJFFXJrqYKi9yegxkqIChbqOS9Egw=="),
    ),
  seal: (_name, secret) => Promise.resolve(toBase64(secret)),
  open: (_name, sealed) => Promise.resolve(fromBase64(sealed)),
  atService: () => Promise.resolve(undefined),
};
