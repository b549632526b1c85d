// The browser shell: the same screens over loopback HTTP and a WebSocket. Standard output has only the address.
import { join } from "node:path";
import { asStationError } from "../base/errors/base-errors.ts";
import { createLog } from "../station/create-log.ts";
import { defaultDataFolder } from "../station/data-folder.ts";
import type { RunningStation } from "../station/running-station.ts";
import { startStation } from "../station/start-station.ts";
import { openBrowser } from "./open-browser.ts";
import { parseWebOptions, type WebOptions } from "./web-options.ts";
import { openWebShell, type WebShell } from "./web-shell.ts";

const exitCodes = { usage: 2, fault: 3 } as const;
const closeTimeoutMs = 10_000;
const upgradeNote = "touchmark: bringing the records up to date; this may take a minute. Do not switch off.\n";

function readOptions(): WebOptions | undefined {
  try {
    return parseWebOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`touchmark: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = exitCodes.usage;
    return undefined;
  }
}

async function run(options: WebOptions): Promise<void> {
  const log = createLog();
  let shell: WebShell | undefined;
  const start = (): Promise<RunningStation> =>
    startStation({
      dataFolder: options.data ?? defaultDataFolder(),
      ...(options.practice ? { mode: "practice" as const } : {}),
      restart: () => void restart().catch(giveUp),
      onUpgrade: () => process.stderr.write(upgradeNote),
      log,
    });
  const restart = async (): Promise<void> => {
    shell?.use(undefined);
    await station.close();
    station = await start();
    shell?.use(station);
  };
  let station = await start();
  const folder = join(import.meta.dirname, "../renderer");
  try {
    shell = await openWebShell({ station, folder, port: options.port, log });
  } catch (error) {
    await station.close();
    throw error;
  }
  const opened = shell;
  closeOnSignal(async () => {
    await opened.close();
    await station.close();
  });
  await announce(opened, options.open);
}

/** The station did not start again: whoever looks after this process is told. */
function giveUp(error: unknown): void {
  report(error);
  process.exit(exitCodes.fault);
}

async function announce(shell: WebShell, open: boolean): Promise<void> {
  const address = shell.newAddress();
  process.stdout.write(`${address}\n`);
  if (open && !(await openBrowser(address))) {
    process.stderr.write("touchmark: no browser was found; open the address above in one on this machine\n");
  }
  if (!process.stdin.isTTY) return;
  process.stderr.write("touchmark: Enter prints another address (each works once), Ctrl+C ends\n");
  process.stdin.on("data", () => process.stdout.write(`${shell.newAddress()}\n`));
}

/** The first signal closes in order, within a bound; the second ends at once. */
function closeOnSignal(close: () => Promise<void>): void {
  let closing = false;
  const onSignal = (): void => {
    if (closing) process.exit(exitCodes.fault);
    closing = true;
    setTimeout(() => process.exit(exitCodes.fault), closeTimeoutMs).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        report(error);
        process.exit(exitCodes.fault);
      },
    );
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}

function report(error: unknown): void {
  const { code, sentence, detail } = asStationError(error);
  process.stderr.write(`touchmark: ${sentence} (${code}: ${detail})\n`);
}

const options = readOptions();
if (options !== undefined) {
  try {
    await run(options);
  } catch (error) {
    report(error);
    process.exitCode = exitCodes.fault;
  }
}
