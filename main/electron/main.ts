// The desktop shell: a window, and a station process beside it that can die without taking the window along.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { app, type BrowserWindow, utilityProcess } from "electron";
import { createLog } from "../station/create-log.ts";
import { defaultDataFolder } from "../station/data-folder.ts";
import { setAppMenu } from "./app-menu.ts";
import { parseElectronOptions } from "./electron-options.ts";
import { followKiosk } from "./kiosk-window.ts";
import { brokerPorts } from "./port-broker.ts";
import { registerRendererScheme, serveRenderer } from "./renderer-scheme.ts";
import { StationSupervisor } from "./station-supervisor.ts";
import { openStationWindow } from "./station-window.ts";
import { createTroubleTeller } from "./tell-trouble.ts";
import { tellUpgrade } from "./tell-upgrade.ts";

const log = createLog();
const options = parseElectronOptions(process.argv.slice(1));
const dataFolder = options.data ?? defaultDataFolder();
const here = import.meta.dirname;

// All of this must happen before the app is ready.
app.enableSandbox();
registerRendererScheme();
// Below the data folder, so that the lock is one per data folder and nothing of the browser's lies elsewhere.
const profile = join(dataFolder, "desktop-shell");
mkdirSync(profile, { recursive: true, mode: 0o700 });
app.setPath("userData", profile);

if (app.requestSingleInstanceLock()) {
  // Not awaited here: Electron makes the app ready only after this module has been evaluated.
  app.whenReady().then(run).catch(fail);
} else {
  log.warn({ dataFolder }, "Touchmark is already open for this data folder");
  app.quit();
}

function fail(error: unknown): void {
  log.error({ error: String(error) }, "the desktop shell did not start");
  app.exit(3);
}

function run(): void {
  const supervisor = new StationSupervisor({ fork: forkStation, log });
  serveRenderer(join(here, "../renderer"));
  brokerPorts(supervisor, log);
  setAppMenu(app.isPackaged);
  supervisor.start();
  const window = openStationWindow(join(here, "../preload/preload.cjs"), log);
  followKiosk(window, log);
  const tell = createTroubleTeller(window);
  const noDialog = (error: unknown): void => log.error({ error: String(error) }, "no dialog could be shown");
  supervisor.failed.on((problem) => void tell(problem).catch(noDialog));
  supervisor.upgrading.on((signal) => void tellUpgrade(window, signal).catch(noDialog));
  app.on("second-instance", () => showAgain(window));
  app.on("window-all-closed", () => app.quit());
  closeBeforeQuit(supervisor);
}

function forkStation() {
  const mode = options.practice ? ["--practice"] : [];
  return utilityProcess.fork(join(here, "station-process.js"), ["--data", dataFolder, ...mode], {
    serviceName: "touchmark-station",
    stdio: "inherit",
  });
}

function showAgain(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

/** Quitting waits until the station has flushed its records and freed its ports; the supervisor bounds the wait. */
function closeBeforeQuit(supervisor: StationSupervisor): void {
  let closed = false;
  app.on("before-quit", (event) => {
    if (closed) return;
    event.preventDefault();
    void supervisor.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}
