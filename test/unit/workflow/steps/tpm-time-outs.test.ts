import { afterEach, describe, expect, it, vi } from "vitest";
import { fromHex, toHex } from "../../../../main/base/bytes/bytes.ts";
import { getRandom } from "../../../../main/tpm/commands/get-random.ts";
import { KEY_GENERATION_MS } from "../../../../main/tpm/wire/command-definition.ts";
import { Tpm } from "../../../../main/tpm/wire/tpm.ts";
import { activateCredential } from "../../../../main/workflow/steps/activate-credential.ts";
import { checkEndorsementCertificate } from "../../../../main/workflow/steps/check-endorsement-certificate.ts";
import { persistKeys } from "../../../../main/workflow/steps/persist-keys.ts";
import { readEndorsementKeyStep } from "../../../../main/workflow/steps/read-endorsement-key.ts";

afterEach(() => {
  vi.useRealTimers();
});

describe("a chip that takes its time over RSA keys", () => {
  it.each([
    readEndorsementKeyStep,
    checkEndorsementCertificate,
    activateCredential,
    persistKeys,
  ])("is given it: step $id", ({ timeoutMs }) => {
    // Two keys one after the other, and something for the rest.
    expect(timeoutMs).toBeGreaterThan(2 * KEY_GENERATION_MS);
  });

  it("is waited for as long as the command may take, and no longer", async () => {
    vi.useFakeTimers();
    const answer = "80010000001000000000000401020304";
    const after = (ms: number) => ({
      transmit: () => new Promise<Uint8Array>((resolve) => setTimeout(() => resolve(fromHex(answer)), ms)),
    });
    const slow = { ...getRandom, timeoutMs: KEY_GENERATION_MS };
    const answered = new Tpm(after(90_000)).run(slow, { bytesRequested: 4 });
    await vi.advanceTimersByTimeAsync(90_000);
    expect(toHex((await answered).randomBytes)).toBe("01020304");
    const never = new Tpm(after(KEY_GENERATION_MS + 1000)).run(slow, { bytesRequested: 4 });
    const refused = expect(never).rejects.toMatchObject({ code: "tpm.timed-out" });
    await vi.advanceTimersByTimeAsync(KEY_GENERATION_MS + 1);
    await refused;
  });
});
