import { describe, expect, it } from "vitest";
import { toBase64 } from "../../../main/base/bytes/bytes.ts";
import { DpsError } from "../../../main/dps/dps-error.ts";
import type { IndividualEnrollment } from "../../../main/dps/schema/individual-enrollment.ts";
import type { EnrollmentService } from "../../../main/enrollment/enrollment-service.ts";
import { parseEntry, sendEnrollment } from "../../../main/enrollment/send-enrollment.ts";
import { joinKeyPair, lacksKeys, newKeyPair, pairOf, withKeys } from "../../../main/enrollment/symmetric-key-pair.ts";

const recorded = { registrationId: "sn-1", deviceId: "SN-1", attestation: { type: "symmetricKey" } };
const signal = new AbortController().signal;

/** A service that has the entry already, with this primary key, and hides it as the real one does. */
function serviceWith(primaryKey: string): EnrollmentService {
  const entry: IndividualEnrollment = { ...recorded, attestation: { type: "symmetricKey", symmetricKey: {} } };
  return {
    putEnrollment: () => Promise.reject(new DpsError("exists", "409201")),
    getEnrollment: () => Promise.resolve(entry),
    getAttestationMechanism: () => Promise.resolve({ type: "symmetricKey", symmetricKey: { primaryKey } }),
    getRegistrationState: () => Promise.resolve(undefined),
  };
}

describe("an entry with symmetric keys", () => {
  it("is recorded without, and gets them when it is sent", () => {
    const pair = newKeyPair();
    expect(lacksKeys(recorded)).toBe(true);
    const complete = withKeys(recorded, pairOf(joinKeyPair(pair)));
    expect(lacksKeys(complete)).toBe(false);
    expect(parseEntry(complete).attestation.symmetricKey).toEqual({
      primaryKey: toBase64(pair.primary),
      secondaryKey: toBase64(pair.secondary),
    });
    expect(pair.primary).not.toEqual(pair.secondary);
  });

  it.each([
    { type: "tpm", tpm: { endorsementKey: "AAA=" } },
    { type: "symmetricKey", symmetricKey: { primaryKey: "AAA=" } },
  ])("is left alone where it is whole: %j", (attestation) => {
    expect(lacksKeys({ ...recorded, attestation })).toBe(false);
  });

  it("is never sent without a key: the service would make one that no device has", () => {
    expect(() => parseEntry(recorded)).toThrow(expect.objectContaining({ code: "enrollment.malformed-entry" }));
  });

  it("is enrolled when the service has the same key already", async () => {
    const pair = newKeyPair();
    const service = serviceWith(toBase64(pair.primary));
    expect(await sendEnrollment(service, withKeys(recorded, pair), signal)).toMatchObject({ state: "enrolled" });
  });

  it("is a conflict when the service has another one, and tells neither", async () => {
    const [ours, theirs] = [newKeyPair(), newKeyPair()];
    const result = await sendEnrollment(serviceWith(toBase64(theirs.primary)), withKeys(recorded, ours), signal);
    expect(result).toMatchObject({
      state: "conflict",
      detail: expect.stringContaining("symmetric key is another one"),
    });
    expect(JSON.stringify(result)).not.toContain(toBase64(ours.primary));
    expect(JSON.stringify(result)).not.toContain(toBase64(theirs.primary));
  });

  it("is a conflict when the service does not tell its key", async () => {
    const mute: EnrollmentService = {
      ...serviceWith(""),
      getAttestationMechanism: () => Promise.resolve(undefined),
    };
    expect(await sendEnrollment(mute, withKeys(recorded, newKeyPair()), signal)).toMatchObject({ state: "conflict" });
  });
});
