import { type RegistrationState, registrationState } from "../schema/individual-enrollment.ts";
import type { ServiceCaller } from "../service-caller.ts";
import { type Page, type QueryOptions, queryPage } from "./query-page.ts";

/** POST `/registrations/{enrollmentGroupId}/query`: one page of what became of the devices that registered by this group. */
export function queryGroupRegistrationStates(
  call: ServiceCaller,
  enrollmentGroupId: string,
  options?: QueryOptions,
): Promise<Page<RegistrationState>> {
  const path = ["registrations", enrollmentGroupId, "query"];
  const target = {
    path,
    everything: "SELECT * FROM registrations",
    item: registrationState,
    name: "registration states",
  };
  return queryPage(call, target, options);
}
