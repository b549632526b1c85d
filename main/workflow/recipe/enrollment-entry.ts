import { z } from "zod";
import type { AttestationMechanism, IndividualEnrollment } from "../../dps/schema/individual-enrollment.ts";
import { fillTemplate, type TemplateValues } from "./fill-template.ts";
import type { IdentityNames } from "./name-identity.ts";
import type { Recipe } from "./recipe-schema.ts";

const reprovisionPolicies = {
  migrate: { updateHubAssignment: true, migrateDeviceData: true },
  reset: { updateHubAssignment: true, migrateDeviceData: false },
  never: { updateHubAssignment: false, migrateDeviceData: false },
} as const;

type Json = z.infer<ReturnType<typeof z.json>>;

/** The entry to be enrolled for one unit, as the service's PUT takes it (service API 2021-10-01). */
export function enrollmentEntry(
  recipe: Recipe,
  names: IdentityNames,
  attestation: AttestationMechanism,
  values: TemplateValues,
): IndividualEnrollment {
  const { enrollment } = recipe;
  const fill = (twin: Readonly<Record<string, Json>>) =>
    fillJson(twin, { ...values, registrationId: names.registrationId });
  const tags = enrollment.initialTwin?.tags;
  const desired = enrollment.initialTwin?.properties?.desired;
  return {
    registrationId: names.registrationId,
    deviceId: names.deviceId,
    attestation,
    provisioningStatus: enrollment.provisioningStatus,
    reprovisionPolicy: reprovisionPolicies[enrollment.reprovision],
    capabilities: { iotEdge: enrollment.iotEdge },
    ...(enrollment.allocation === undefined ? {} : { allocationPolicy: enrollment.allocation }),
    ...(enrollment.iotHubs === undefined ? {} : { iotHubs: enrollment.iotHubs }),
    ...(enrollment.initialTwin === undefined
      ? {}
      : {
          initialTwin: {
            ...(tags === undefined ? {} : { tags: fill(tags) }),
            properties: { desired: desired === undefined ? {} : fill(desired) },
          },
        }),
  };
}

const twinSchema = z.record(z.string(), z.json());

function fillJson(twin: Readonly<Record<string, Json>>, values: TemplateValues): Record<string, Json> {
  const filled: unknown = JSON.parse(JSON.stringify(twin), (_key, value: unknown) =>
    typeof value === "string" ? fillTemplate(value, values) : value,
  );
  return twinSchema.parse(filled);
}
