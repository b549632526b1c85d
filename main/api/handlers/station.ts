import type { ServiceStatus } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { api } from "./base.ts";

export const serviceStatus = (desk: Desk): ServiceStatus => ({ ...desk.queue.status(), name: desk.info.service });

export function stationHandlers(desk: Desk) {
  const { station } = api(desk);
  return {
    info: station.info.handler(async () => ({
      ...desk.info,
      fresh: await desk.settings.isFresh(),
      language: desk.settings.language,
    })),
    service: station.service.handler(() => serviceStatus(desk)),
    troubles: station.troubles.handler(() => [...desk.upkeep.troubles()]),
    backup: station.backup.handler(({ signal }) => desk.upkeep.backup(signal ?? desk.closing)),
    checkRecords: station.checkRecords.handler(() => desk.upkeep.checkRecords()),
  };
}
