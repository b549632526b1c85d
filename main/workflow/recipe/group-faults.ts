import { isByGroup } from "./recipe-attestation.ts";
import type { Recipe } from "./recipe-schema.ts";
import { type Fault, recipeRemark } from "./recipe-fault.ts";

/** What an entry would say is said by the group: a recipe that says it as well would promise what nobody does. Hubs are compared with the group's. */
export function groupFaults({ attestation, enrollment, pass }: Recipe): readonly Fault[] {
  if (!isByGroup(attestation)) return [];
  const ofTheGroup = [
    ["provisioningStatus", enrollment.provisioningStatus !== "enabled"],
    ["reprovision", enrollment.reprovision !== "migrate"],
    ["allocation", enrollment.allocation !== undefined],
    ["iotEdge", enrollment.iotEdge],
    ["initialTwin", enrollment.initialTwin !== undefined],
  ] as const;
  return [
    ...(enrollment.deviceId === "{registrationId}"
      ? []
      : [
          {
            path: ["enrollment", "deviceId"],
            remark: recipeRemark("id-of-group"),
          },
        ]),
    ...ofTheGroup
      .filter(([, said]) => said)
      .map(([name]) => ({
        path: ["enrollment", name],
        remark: recipeRemark("set-at-group"),
      })),
    ...(pass.requires === "recorded" ? [] : [{ path: ["pass", "requires"], remark: recipeRemark("no-entry") }]),
  ];
}
