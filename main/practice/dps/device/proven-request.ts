import type { StoredEnrollment, StoredGroup } from "../state/stored-enrollment.ts";
import type { DeviceRequest } from "./device-request.ts";

/** A request that proved to come from a device of this entry, or of this group. */
export interface ProvenRequest extends DeviceRequest {
  readonly entry: StoredEnrollment | StoredGroup;
}
