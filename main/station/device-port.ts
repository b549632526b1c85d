import { sleep } from "../base/async/sleep.ts";
import { isStationError } from "../base/errors/station-error.ts";
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

// A port that has just appeared may still be without its permissions, or held by a system service that looks at it.
const settleTries = 20;
const settlePauseMs = 150;
const settling = ["link.not-found", "link.not-allowed", "link.busy", "link.not-opened"];

async function openFresh(open: () => Promise<DeviceSession>, signal: AbortSignal): Promise<DeviceSession> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await open();
    } catch (error) {
      const mayChange = isStationError(error) && settling.includes(error.code);
      if (!mayChange || attempt >= settleTries) throw error;
      await sleep(settlePauseMs, signal);
    }
  }
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
    openSession: ({ recipe }, signal) => openFresh(() => openDevice(slot.port, recipe.link, log, signal), signal),
  };
}
