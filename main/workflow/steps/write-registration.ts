import { attestationKind } from "../recipe/recipe-attestation.ts";
import { unitErrors } from "../unit-errors.ts";
import { need, type Step } from "./step.ts";

/** Writes where and as whom the device shall register. */
export const writeRegistration: Step = {
  id: "write-registration",
  timeoutMs: 30_000,
  async run({ order, session, findings, signal }) {
    if (session.registration === undefined) throw unitErrors.missingCapability("device takes no registration");
    const { recipe } = order.recipe;
    const { registration: target } = recipe;
    const registration = {
      endpoint: target.endpoint,
      idScope: target.idScope,
      registrationId: need(findings, "registrationId"),
      attestation: attestationKind(recipe),
    };
    await session.registration.write(registration, signal);
    return {
      findings: { registration },
      measurements: { endpoint: registration.endpoint, idScope: registration.idScope },
    };
  },
};
