import type { ServiceStatus, StationInfo } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { api } from "./base.ts";

export const serviceStatus = (desk: Desk): ServiceStatus => ({ ...desk.queue.status(), name: desk.info.service });

export const stationInfo = async (desk: Desk): Promise<StationInfo> => ({
  ...desk.info,
  fresh: await desk.settings.isFresh(),
  language: desk.settings.language,
});

export function stationHandlers(desk: Desk) {
  const { station } = api(desk);
  return {
    info: station.info.handler(() => stationInfo(desk)),
    service: station.service.handler(() => serviceStatus(desk)),
    troubles: station.troubles.handler(() => [...desk.upkeep.troubles()]),
    backup: station.backup.handler(({ signal }) => desk.upkeep.backup(signal ?? desk.closing)),
    checkRecords: station.checkRecords.handler(() => desk.upkeep.checkRecords()),
  };
}
