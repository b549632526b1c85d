import { describe, expect, it } from "vitest";
import { defaultRegistrationId } from "../../../../main/tpm/endorsement-key/default-registration-id.ts";
import { publishedEndorsementKey } from "../published-endorsement-key.ts";

describe("the default registration id", () => {
  it("is what tpm_device_provision printed for a published EK", () => {
    expect(defaultRegistrationId(publishedEndorsementKey.publicArea)).toBe(publishedEndorsementKey.registrationId);
  });

  it("covers the two bytes of size", () => {
    expect(defaultRegistrationId(publishedEndorsementKey.publicArea.slice(2))).not.toBe(
      publishedEndorsementKey.registrationId,
    );
  });
});
