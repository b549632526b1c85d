import { unitErrors } from "../unit-errors.ts";
import { need, type Step } from "./step.ts";

/** Writes where and as whom the device shall register. */
export const writeRegistration: Step = {
  id: "write-registration",
  timeoutMs: 30_000,
  async run({ order, session, findings, signal }) {
    if (session.registration === undefined) throw unitErrors.missingCapability("device takes no registration");
    const { registration: target, attestation } = order.recipe.recipe;
    const registration = {
      endpoint: target.endpoint,
      idScope: target.idScope,
      registrationId: need(findings, "registrationId"),
      attestation: attestation.type,
    };
    await session.registration.write(registration, signal);
    return {
      findings: { registration },
      measurements: { endpoint: registration.endpoint, idScope: registration.idScope },
    };
  },
};
