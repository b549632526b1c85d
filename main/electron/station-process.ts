// Runs in Electron's utility process: the whole station, and no Electron beyond the ports it is handed.
import { RPCHandler } from "@orpc/server/message-port";
import type { MessageEvent, MessagePortMain } from "electron";
import { asStationError } from "../base/errors/base-errors.ts";
import { createLog } from "../station/create-log.ts";
import { defaultDataFolder } from "../station/data-folder.ts";
import type { RunningStation } from "../station/running-station.ts";
import { startStation } from "../station/start-station.ts";
import { parseElectronOptions } from "./electron-options.ts";
import { type FromStation, toStationSchema } from "./station-messages.ts";

const log = createLog();
const parent = process.parentPort;
// A process's port has no target origin.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
const tell = (message: FromStation): void => parent.postMessage(message);

const ports = new Set<MessagePortMain>();

function servePorts(station: RunningStation): void {
  const handler = new RPCHandler(station.router);
  parent.on("message", (event: MessageEvent) => {
    const message = toStationSchema.safeParse(event.data);
    if (!message.success) return;
    if (message.data.type === "close") void closeAndExit(station);
    for (const port of event.ports) {
      ports.add(port);
      port.once("close", () => ports.delete(port));
      handler.upgrade(port, { context: {} });
      port.start();
    }
  });
}

async function closeAndExit(station: RunningStation): Promise<void> {
  for (const port of ports) port.close();
  try {
    await station.close();
    process.exit(0);
  } catch (error) {
    log.error({ error: String(error) }, "the station did not close cleanly");
    process.exit(3);
  }
}

const options = parseElectronOptions(process.argv.slice(1));
try {
  const station: RunningStation = await startStation({
    dataFolder: options.data ?? defaultDataFolder(),
    ...(options.practice ? { mode: "practice" as const } : {}),
    // The supervisor starts what has ended.
    restart: () => void closeAndExit(station),
    onUpgrade: () => tell({ type: "upgrading" }),
    log,
  });
  servePorts(station);
  tell({ type: "ready" });
} catch (error) {
  const { code, sentence, detail, retry } = asStationError(error);
  // The shell ends this process when it has heard; leaving at once could lose the message.
  setTimeout(() => process.exit(3), 2_000);
  tell({ type: "failed", problem: { code, sentence, detail, retry } });
}
