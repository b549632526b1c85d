import { type RegistrationState, registrationState } from "../schema/individual-enrollment.ts";
import { parseAnswer, type ServiceCaller } from "../service-caller.ts";
import { unlessAbsent } from "./absent.ts";

/** GET `/registrations/{registrationId}`: what became of the device's own registration; `undefined` if it never tried. */
export function getRegistrationState(
  call: ServiceCaller,
  registrationId: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<RegistrationState | undefined> {
  return unlessAbsent(async () => {
    const path = ["registrations", registrationId];
    const answer = await call({ method: "GET", path, repetition: "always", signal: options.signal });
    return parseAnswer(registrationState, answer, "registration state");
  });
}
