import { describe, expect, it } from "vitest";
import { toBase64 } from "../../../main/base/bytes/bytes.ts";
import { decodeSymmetricKey, deriveDeviceKey } from "../../../main/dps/derive-device-key.ts";

// Published example of the service's documentation.
const groupKey = "8isrFI1sGsIlvvFSSFRiMfCNzv21fjbE/+ah/lSh3lF8e2YG1Te7w1KpZhJFFXJrqYKi9yegxkqIChbqOS9Egw==";
const registrationId = "sn-007-888-abc-mac-a1-b2-c3-d4-e5-f6";

describe("a group's device keys", () => {
  it("are those of the published example", () => {
    const key = deriveDeviceKey(decodeSymmetricKey(groupKey), registrationId);
    expect(toBase64(key)).toBe("Jsm0lyGpjaVYVP2g3FnmnmG9dI/9qU24wNoykUmermc=");
  });

  it("differ by the case of the registration id", () => {
    const master = decodeSymmetricKey(groupKey);
    expect(deriveDeviceKey(master, registrationId.toUpperCase())).not.toEqual(deriveDeviceKey(master, registrationId));
  });

  it("come from 16 to 64 bytes of Base64 only, and a refusal does not quote them", () => {
    for (const text of ["", "not base64!", "AAAA", Buffer.alloc(65).toString("base64")]) {
      expect(() => decodeSymmetricKey(text)).toThrow(expect.objectContaining({ code: "dps.symmetric-key" }));
    }
    expect(() => decodeSymmetricKey("secret!")).not.toThrow(/secret/);
    expect(decodeSymmetricKey(`${Buffer.alloc(16, 1).toString("base64")}\n`)).toHaveLength(16);
  });
});
