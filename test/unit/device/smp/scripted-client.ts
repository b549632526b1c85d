import { silentLog } from "../../../../main/base/log.ts";
import { SmpClient } from "../../../../main/device/smp/smp-client.ts";
import { smpConsoleFraming } from "../../../../main/link/smp-console/smp-console-framing.ts";
import type { SmpMap } from "../../../../main/device/smp/smp-map.ts";
import { type ScriptedRequest, scriptedDevice } from "./scripted-device.ts";

/** A client whose device does what the script says. */
export const scriptedClient = (
  script: (request: ScriptedRequest) => SmpMap | undefined,
  requestTimeoutMs = 1000,
): SmpClient =>
  new SmpClient(scriptedDevice(script), { framing: smpConsoleFraming(), requestTimeoutMs, log: silentLog });
