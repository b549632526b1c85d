import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../../../main/base/bytes/bytes.ts";
import { isStationError } from "../../../../main/base/errors/station-error.ts";
import { getRandom } from "../../../../main/tpm/commands/get-random.ts";
import { TPM_CC } from "../../../../main/tpm/spec/tpm-cc.ts";
import { EMPTY_PASSWORD } from "../../../../main/tpm/structures/tpms-auth-command.ts";
import { encodeRequest } from "../../../../main/tpm/wire/command-definition.ts";
import {
  commandCodeOf,
  decodeCommandMessage,
  encodeCommandMessage,
} from "../../../../main/tpm/wire/command-message.ts";

const message = { code: TPM_CC.GetRandom, handles: [], authorizations: [], parameters: Uint8Array.of(0, 8) };

describe("a TPM command buffer", () => {
  it("is the GetRandom seen on a real wire", () => {
    const parameters = encodeRequest(getRandom, { bytesRequested: 8 });
    expect(toHex(encodeCommandMessage({ ...message, parameters }))).toBe("80010000000c0000017b0008");
  });

  it("carries handles and a session area when there is an authorization", () => {
    // NV_Read of 4 bytes of 0x01C00002 with its own empty password, laid out by hand from Part 1, clause 18.
    const bytes = encodeCommandMessage({
      code: TPM_CC.NV_Read,
      handles: [0x01c00002, 0x01c00002],
      authorizations: [EMPTY_PASSWORD],
      parameters: fromHex("00040000"),
    });
    expect(bytes).toEqual(fromHex("8002000000230000014e01c0000201c00002 00000009400000090000010000 00040000"));
  });

  it("is read back as it was written", () => {
    const written = { ...message, handles: [1, 2], authorizations: [EMPTY_PASSWORD, EMPTY_PASSWORD] };
    expect(decodeCommandMessage(encodeCommandMessage(written), () => 2)).toEqual(written);
    expect(commandCodeOf(encodeCommandMessage(written))).toBe(TPM_CC.GetRandom);
  });

  it.each([
    ["a size that is not its own", "80010000000d0000017b0008"],
    ["a tag that is none", "80030000000c0000017b0008"],
    ["a session area longer than the command", "8002000000120000017b000000ff00000000"],
    ["an empty session area", "8002000000100000017b000000000008"],
    ["no command code", "80010000000a0000"],
  ])("is refused with %s", (_what, hex) => {
    expect(() => decodeCommandMessage(fromHex(hex), () => 0)).toThrow(/malformed/);
  });

  it("throws nothing but coded errors on any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.integer({ min: 0, max: 3 }), (bytes, handles) => {
        try {
          decodeCommandMessage(bytes, () => handles);
        } catch (error) {
          expect(isStationError(error)).toBe(true);
        }
      }),
    );
  });
});
