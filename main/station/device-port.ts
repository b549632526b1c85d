import { openSession } from "../device/open-session.ts";
import type { DeviceSession } from "../device/device-session.ts";
import type { Log } from "../base/log.ts";
import { openLink } from "../link/open-link.ts";
import { watchPort } from "../link/watch-port.ts";
import type { Recipe } from "../workflow/recipe/recipe-schema.ts";
import type { SlotPort } from "../workflow/slots/slot.ts";

export type LinkSettings = Pick<Recipe["link"], "driver" | "baudRate">;

/** Opens a conversation with the device at an address (`tcp:HOST:PORT` or a serial path). Throws `link.*`. */
export async function openDevice(
  address: string,
  { driver, baudRate }: LinkSettings,
  log: Log,
  signal: AbortSignal,
): Promise<DeviceSession> {
  return openSession(driver, await openLink(address, { baudRate, signal }), { log });
}

/** A slot bound to a serial port by its path (on Linux best a /dev/serial/by-path one: it names the socket, not the device). */
export function devicePort(
  slot: { readonly id: string; readonly name: string; readonly port: string },
  log: Log,
): SlotPort {
  return {
    id: slot.id,
    name: slot.name,
    watch: (listener) => watchPort(slot.port, listener),
    openSession: ({ recipe }, signal) => openDevice(slot.port, recipe.link, log, signal),
  };
}
