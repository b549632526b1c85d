import { describe, expect, it } from "vitest";
import { TPM_RC, TPM_RC_FMT1 } from "../../../../main/tpm/spec/tpm-rc.ts";
import { atPlace, baseOf, describeResponseCode } from "../../../../main/tpm/wire/response-code.ts";
import { isRefusedWith, refusal, responseCodeOf } from "../../../../main/tpm/wire/refusal.ts";

describe("a TPM response code", () => {
  // The numbers on the left were answered by swtpm.
  it.each([
    [0x18b, "0x18b TPM_RC_HANDLE (handle 1)"],
    [0x1df, "0x1df TPM_RC_INTEGRITY (parameter 1)"],
    [0x922, "0x922 TPM_RC_RETRY"],
    [0x100, "0x100 TPM_RC_INITIALIZE"],
    [0x9a2, "0x9a2 TPM_RC_BAD_AUTH (session 1)"],
    [0x143, "0x143 TPM_RC_COMMAND_CODE"],
    [0x7ff00, "0x7ff00 unknown response code"],
  ])("0x%s is named", (code, text) => {
    expect(describeResponseCode(code)).toBe(text);
  });

  it("is compared without its place", () => {
    expect(baseOf(0x18b)).toBe(TPM_RC_FMT1.HANDLE);
    expect(baseOf(0x922)).toBe(TPM_RC.RETRY);
    expect(atPlace(TPM_RC_FMT1.INTEGRITY, "parameter", 1)).toBe(0x1df);
    expect(atPlace(TPM_RC_FMT1.BAD_AUTH, "session", 1)).toBe(0x9a2);
    expect(atPlace(TPM_RC_FMT1.HANDLE, "handle", 1)).toBe(0x18b);
  });

  it.each([
    [0x18b, "tpm.response-code"],
    [0x921, "tpm.locked-out"],
    [0x922, "tpm.busy"],
    [0x902, "tpm.out-of-memory"],
    [0x9a2, "tpm.authorization-needed"],
    [0x98e, "tpm.authorization-needed"],
    [0x101, "tpm.failure-mode"],
  ])("0x%s has the error code %s", (responseCode, code) => {
    const error = refusal("ReadPublic", responseCode);
    expect(error.code).toBe(code);
    expect(error.detail).toContain(`0x${responseCode.toString(16)}`);
    expect(responseCodeOf(error)).toBe(responseCode);
    expect(isRefusedWith(error, baseOf(responseCode))).toBe(true);
  });

  it("is not found behind other errors", () => {
    expect(responseCodeOf(new Error("no", { cause: { responseCode: 5 } }))).toBeUndefined();
    expect(isRefusedWith(undefined, 0)).toBe(false);
  });
});
