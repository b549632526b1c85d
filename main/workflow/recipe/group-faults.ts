import { isByGroup } from "./recipe-attestation.ts";
import type { Recipe } from "./recipe-schema.ts";

interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What an entry would say is said by the group: a recipe that says it as well would promise what nobody does. */
export function groupFaults({ attestation, enrollment, pass }: Recipe): readonly Fault[] {
  if (!isByGroup(attestation)) return [];
  const ofTheGroup = [
    ["provisioningStatus", enrollment.provisioningStatus !== "enabled"],
    ["reprovision", enrollment.reprovision !== "migrate"],
    ["allocation", enrollment.allocation !== undefined],
    ["iotHubs", enrollment.iotHubs !== undefined],
    ["iotEdge", enrollment.iotEdge],
    ["initialTwin", enrollment.initialTwin !== undefined],
  ] as const;
  return [
    ...(enrollment.deviceId === "{registrationId}"
      ? []
      : [
          {
            path: ["enrollment", "deviceId"],
            message: "in a group the device id is the registration id: leave it out",
          },
        ]),
    ...ofTheGroup
      .filter(([, said]) => said)
      .map(([name]) => ({
        path: ["enrollment", name],
        message: "is the group's own: set it there, leave it out here",
      })),
    ...(pass.requires === "recorded"
      ? []
      : [{ path: ["pass", "requires"], message: "a unit of a group has no entry to wait for: leave it out" }]),
  ];
}
