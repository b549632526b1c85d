import { apiErrors } from "../api-errors.ts";
import { type UnitDetail, unitDetailSchema, type UnitMove } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { codedEvents } from "../report-problem.ts";
import { needOf, needsSecond } from "../rights.ts";
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
      const { registrationId } = await unitDetail(desk, input.serialNumber);
      if (registrationId !== null) await desk.refreshRegistration(registrationId);
      return unitDetail(desk, input.serialNumber);
    }),
    verifications: units.verifications.handler(async ({ input }) => {
      const found = await desk.records.verifications.list(input.serialNumber);
      return found.map(({ checks, ...verification }) => ({ ...verification, checks: [...checks] }));
    }),
    change: units.change.handler(async ({ input: { serialNumber, act, reason } }) => {
      await unitDetail(desk, serialNumber);
      await desk.records.unitStates.change(serialNumber, { act, reason });
      desk.events.emit({ type: "unit", serialNumber });
      return unitDetail(desk, serialNumber);
    }),
    allowedMoves: units.allowedMoves.handler(({ input }) => allowedMoves(desk, input.serialNumber)),
    find: units.find.handler(async ({ input }) => ({ found: [...(await desk.records.lists.lookUp(input.text))] })),
    verify: units.verify.handler(({ input, signal }) =>
      codedEvents(desk.verifications.verify(input, signal ?? desk.closing)),
    ),
  };
}

const changePath = ["units", "change"];

async function allowedMoves(desk: Desk, serialNumber: string): Promise<UnitMove[]> {
  if ((await desk.records.units.get(serialNumber)) === undefined)
    throw apiErrors.unknownUnit(`no unit "${serialNumber}"`);
  const need = needOf(changePath);
  const right = need.right ?? "quality";
  const { rights, open } = desk.people.session();
  const allowed = await desk.records.unitStates.allowed(serialNumber);
  return allowed.map(({ act, to, lotClosed }) => ({
    act,
    to,
    right,
    may: open || rights.includes(right),
    second: !open && needsSecond(need, { act }),
    refused: lotClosed ? "records.lot-closed" : null,
  }));
}

async function unitDetail(desk: Desk, serialNumber: string): Promise<UnitDetail> {
  const detail = await desk.records.units.detail(serialNumber);
  if (detail === undefined) throw apiErrors.unknownUnit(`no unit "${serialNumber}"`);
  return unitDetailSchema.parse({
    ...detail,
    prints: await desk.records.prints.listPrints(serialNumber),
    certificates: detail.certificates.map(({ der, chain }) => ({
      ...describeCertificate(der),
      chain: chain.slice(1).map(describeCertificate),
    })),
    endorsementCertificates: detail.endorsementCertificates.map(({ der, ...judged }) => ({
      ...judged,
      ...describeStoredCertificate(der),
    })),
  });
}
