import { apiErrors } from "../api-errors.ts";
import { type UnitDetail, unitDetailSchema } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { describeCertificate } from "../../pki/describe-certificate.ts";
import { describeStoredCertificate } from "../../pki/describe-stored-certificate.ts";
import { api } from "./base.ts";

export function unitHandlers(desk: Desk) {
  const { units } = api(desk);
  return {
    list: units.list.handler(async ({ input }) => {
      const { units: rows, total } = await desk.records.units.list(input);
      return { units: [...rows], total };
    }),
    get: units.get.handler(({ input }) => unitDetail(desk, input.serialNumber)),
    refresh: units.refresh.handler(async ({ input }) => {
      const { registrationId, enrollmentGroup } = await unitDetail(desk, input.serialNumber);
      // A unit of a group has no entry whose registration could be kept.
      if (registrationId !== null && enrollmentGroup === null) await desk.refreshRegistration(registrationId);
      return unitDetail(desk, input.serialNumber);
    }),
    verifications: units.verifications.handler(async ({ input }) => {
      const found = await desk.records.verifications.list(input.serialNumber);
      return found.map(({ checks, ...verification }) => ({ ...verification, checks: [...checks] }));
    }),
    change: units.change.handler(async ({ input: { serialNumber, act, reason } }) => {
      await unitDetail(desk, serialNumber);
      await desk.records.unitStates.change(serialNumber, { act, reason });
      return unitDetail(desk, serialNumber);
    }),
  };
}

async function unitDetail(desk: Desk, serialNumber: string): Promise<UnitDetail> {
  const detail = await desk.records.units.detail(serialNumber);
  if (detail === undefined) throw apiErrors.unknownUnit(`no unit "${serialNumber}"`);
  return unitDetailSchema.parse({
    ...detail,
    certificates: detail.certificates.map(({ der }) => describeCertificate(der)),
    endorsementCertificates: detail.endorsementCertificates.map(({ der, ...judged }) => ({
      ...judged,
      ...describeStoredCertificate(der),
    })),
  });
}
