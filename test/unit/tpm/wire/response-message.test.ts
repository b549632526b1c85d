import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../../../main/base/bytes/bytes.ts";
import { isStationError } from "../../../../main/base/errors/station-error.ts";
import { getRandom } from "../../../../main/tpm/commands/get-random.ts";
import { TPM_RC } from "../../../../main/tpm/spec/tpm-rc.ts";
import { decodeReply } from "../../../../main/tpm/wire/command-definition.ts";
import {
  decodeResponseMessage,
  encodeRefusal,
  encodeResponseMessage,
} from "../../../../main/tpm/wire/response-message.ts";

describe("a TPM response buffer", () => {
  it("is the GetRandom answer seen on a real wire", () => {
    const response = decodeResponseMessage(fromHex("800100000014000000000008f57774eb90458dca"), false);
    expect(response.code).toBe(TPM_RC.SUCCESS);
    const reply = decodeReply(getRandom, response.handle, response.parameters);
    expect(toHex(reply.randomBytes)).toBe("f57774eb90458dca");
  });

  it("keeps the handle before the parameter size when there are sessions", () => {
    const response = {
      code: 0,
      handle: 0x80000000,
      parameters: Uint8Array.of(1, 2, 3),
      authorizations: [{ nonce: new Uint8Array(0), sessionAttributes: 1, hmac: new Uint8Array(0) }],
    };
    const bytes = encodeResponseMessage(response);
    expect(bytes).toEqual(fromHex("80020000001a00000000 80000000 00000003 010203 0000010000"));
    expect(decodeResponseMessage(bytes, true)).toEqual(response);
  });

  it("gives a response code without throwing", () => {
    expect(decodeResponseMessage(fromHex("80010000000a00000922"), true).code).toBe(TPM_RC.RETRY);
    expect(toHex(encodeRefusal(TPM_RC.BAD_TAG))).toBe("00c40000000a0000001e");
  });

  it.each([
    ["a refusal with bytes after it", "80010000000b0000092200"],
    ["a refusal under the tag of sessions", "80020000000a00000922"],
    ["a size that is not its own", "80010000000f00000000"],
    ["a foreign tag", "12340000000a00000000"],
    ["half a header", "8001000000"],
    ["a parameter size beyond the end", "80020000000e00000000000000ff"],
  ])("is refused with %s", (_what, hex) => {
    expect(() => decodeResponseMessage(fromHex(hex), false)).toThrow(/malformed/);
  });

  it("throws nothing but coded errors on any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (bytes, hasHandle) => {
        try {
          decodeResponseMessage(bytes, hasHandle);
        } catch (error) {
          expect(isStationError(error)).toBe(true);
        }
      }),
    );
  });
});
