import { fromUtf8 } from "../../../base/bytes/bytes.ts";
import { deviceErrors } from "../../device-errors.ts";
import type { DeviceDescription } from "../../device-session.ts";
import { readInfo } from "../os-group/info.ts";
import { runShellCommand } from "../shell-group/exec.ts";
import type { SmpClient } from "../smp-client.ts";
import type { StockSettings, StockSource } from "./stock-settings.ts";
import type { StockStore } from "./stock-store.ts";

/** Node name of a virtual device with stock firmware; practice results must never pass as real ones. */
export const practiceNodeName = "touchmark-practice";

const longestFact = 64;

/** What the device is, from where the recipe says it can be read. */
export async function describeStock(
  {
    client,
    store,
    settings,
  }: { readonly client: SmpClient; readonly store: StockStore; readonly settings: StockSettings },
  signal?: AbortSignal,
): Promise<DeviceDescription> {
  const fact = async (source: StockSource): Promise<string | undefined> =>
    factIn(await readSource(client, store, source, signal), source.pattern);
  const model = await fact(settings.model);
  const serialNumber = settings.serialNumber === undefined ? undefined : await fact(settings.serialNumber);
  const firmware = await readInfo(client, "sv", signal);
  const nodeName = await readInfo(client, "n", signal);
  return {
    model,
    serialNumber,
    firmware: firmware?.slice(0, longestFact),
    practice: nodeName === practiceNodeName,
    locked: false,
    capabilities: [
      ...(settings.certificate === undefined ? [] : (["certificates"] as const)),
      ...(settings.registration === undefined ? [] : (["registration"] as const)),
      "restart",
    ],
  };
}

async function readSource(
  client: SmpClient,
  store: StockStore,
  source: StockSource,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if ("info" in source) return await readInfo(client, source.info, signal);
  if ("shell" in source) {
    const { output, status } = await runShellCommand(client, source.shell, signal);
    if (status !== 0) throw deviceErrors.refused(`shell "${source.shell.join(" ")}" ended with ${status}`);
    return output;
  }
  const content = await store.read(source, signal);
  return content === undefined ? undefined : fromUtf8(content);
}

/** Texts in flash memory often end in a zero byte, those of a shell in a line end. A fact is one line. */
function factIn(text: string | undefined, pattern: string | undefined): string | undefined {
  const clean = text?.replaceAll("\0", "").trim();
  if (clean === undefined) return undefined;
  const found = pattern === undefined ? (/^[^\r\n]*/.exec(clean)?.[0] ?? "") : matchIn(clean, pattern);
  const value = found?.trim().slice(0, longestFact);
  return value === "" ? undefined : value;
}

function matchIn(text: string, pattern: string): string | undefined {
  const match = new RegExp(pattern, "mu").exec(text);
  return match?.[1] ?? match?.[0];
}
