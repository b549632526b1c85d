import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { type IndividualEnrollment, individualEnrollment } from "../../dps/schema/individual-enrollment.ts";
import { enrollmentErrors } from "../enrollment-errors.ts";
import type { ChangeableService } from "../enrollment-service.ts";
import type { ChangeOrder, ChangeOutcome } from "./change-outcome.ts";
import { asSent, readOwnEntry } from "./own-entry.ts";

const settingsSchema = individualEnrollment.pick({
  reprovisionPolicy: true,
  capabilities: true,
  allocationPolicy: true,
  iotHubs: true,
  initialTwin: true,
});

/** How the service treats a device: all that a recipe says of an entry, but who the device is and whether it may come in. */
export type EnrollmentSettings = z.infer<typeof settingsSchema>;

/** Of any object with such members. Throws a ZodError. */
export const pickSettings = (entry: object): EnrollmentSettings => settingsSchema.parse(entry);

/**
 * Gives the unit's entry other settings, in place of all it has. Names, attestation and status stay as they are at the service; what
 * the device has in its hub changes when it is provisioned again (service API 2021-10-01). Throws `enrollment.gone`, `enrollment.not-possible`.
 */
export async function updateSettings(
  service: ChangeableService,
  order: ChangeOrder,
  signal: AbortSignal,
): Promise<ChangeOutcome> {
  const wanted = settingsSchema.safeParse(order.settings);
  if (!wanted.success) throw enrollmentErrors.notPossible("update: no settings were given");
  const own = await readOwnEntry(service, order, signal);
  if (own === undefined) throw enrollmentErrors.gone(`no entry "${order.registrationId}" at "${order.service}"`);
  const entry = withSettings(own.recorded, wanted.data);
  if (isDeepStrictEqual(comparable(own.found), comparable(wanted.data))) return { kind: "done", entry, etag: own.etag };
  const sent = withSettings(asSent(own.found), wanted.data);
  const { etag } = await service.putEnrollment(sent, { ifMatch: own.etag, signal });
  return { kind: "done", entry, etag: etag ?? null };
}

/** Whatever else decides the same is taken out with the old settings: a single hub of old, an allocation by somebody's own code. */
function withSettings(entry: IndividualEnrollment, settings: EnrollmentSettings): IndividualEnrollment {
  const {
    reprovisionPolicy: _1,
    capabilities: _2,
    allocationPolicy: _3,
    iotHubs: _4,
    initialTwin: _5,
    iotHubHostName: _6,
    customAllocationDefinition: _7,
    ...rest
  } = entry;
  return { ...rest, ...settings };
}

/** Left out, null and empty are the same to the service; a policy it chose by itself counts as another, and is asked for again. */
const comparable = (settings: EnrollmentSettings) => ({
  reprovisionPolicy: settings.reprovisionPolicy ?? null,
  iotEdge: settings.capabilities?.iotEdge ?? false,
  allocationPolicy: settings.allocationPolicy ?? null,
  iotHubs: settings.iotHubs ?? [],
  tags: settings.initialTwin?.tags ?? {},
  desired: settings.initialTwin?.properties?.desired ?? {},
});
