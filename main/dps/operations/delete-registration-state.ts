import type { ServiceCaller } from "../service-caller.ts";
import { type DeleteOptions, deleteResource } from "./delete-resource.ts";

/** DELETE `/registrations/{registrationId}`: the service forgets that the device registered; the hub does not. */
export const deleteRegistrationState = (
  call: ServiceCaller,
  registrationId: string,
  options?: DeleteOptions,
): Promise<void> => deleteResource(call, ["registrations", registrationId], options);
