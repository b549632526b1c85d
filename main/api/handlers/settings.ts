import type { StationSettingsChange } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { api } from "./base.ts";
import { stationInfo } from "./station.ts";

export function settingsHandlers(desk: Desk) {
  const { settings } = api(desk);
  return {
    read: settings.read.handler(() => desk.settings.read()),
    change: settings.change.handler(async ({ input }) => {
      await desk.settings.change(input);
      await desk.records.audit.append({ act: "settings-changed", subject: null, facts: given(input) });
      desk.events.emit({ type: "info", info: await stationInfo(desk) });
      return desk.settings.read();
    }),
    guide: settings.guide.handler(() => desk.settings.guide()),
    becomeReal: settings.becomeReal.handler(async ({ input: { station } }) => {
      await desk.records.audit.append({ act: "station-made-real", subject: station });
      return { restarts: await desk.settings.becomeReal(station) };
    }),
  };
}

const given = (change: StationSettingsChange): Record<string, string | number | null> =>
  Object.fromEntries(
    Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
