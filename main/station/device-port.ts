import { sleep } from "../base/async/sleep.ts";
import { isStationError } from "../base/errors/station-error.ts";
import { openSession } from "../device/open-session.ts";
import type { DeviceSession } from "../device/device-session.ts";
import { SmpHabits } from "../device/smp/smp-habits.ts";
import type { Log } from "../base/log.ts";
import { openLink } from "../link/open-link.ts";
import type { Recipe } from "../workflow/recipe/recipe-schema.ts";
import { consoleSettings, type ConsoleRecipe } from "./console-settings.ts";
import { smpSettings, type SmpRecipe } from "./smp-settings.ts";
import type { SecretStore } from "./secret-store.ts";

/** The part of a recipe that says how to talk to the device. */
export interface DeviceRecipe {
  readonly link: Pick<Recipe["link"], "driver" | "baudRate">;
  readonly console?: ConsoleRecipe | undefined;
  readonly smp?: SmpRecipe | undefined;
}

/** What a recipe says of talking to the device. */
export const deviceRecipe = (recipe: Recipe): DeviceRecipe => ({
  link: recipe.link,
  ...(recipe.link.driver === "console" ? { console: recipe } : { smp: recipe }),
});

/** What the station lends to a conversation. */
export interface DeviceSupport {
  readonly log: Log;
  readonly secrets: SecretStore;
}

/** By the recipe's own `link`: as long as the lot that is built by it. */
const habits = new WeakMap<DeviceRecipe["link"], SmpHabits>();

function habitsFor({ link }: DeviceRecipe): SmpHabits {
  const known = habits.get(link) ?? new SmpHabits();
  habits.set(link, known);
  return known;
}

/** Opens a conversation with the device at an address (as `openLink` takes it). Throws `link.*`. */
export async function openDevice(
  address: string,
  device: DeviceRecipe,
  { log, secrets }: DeviceSupport,
  signal: AbortSignal,
): Promise<DeviceSession> {
  const { link, console: recipe, smp } = device;
  const { driver, baudRate } = link;
  const settings = recipe === undefined ? undefined : await consoleSettings(recipe, secrets);
  return openSession(driver, await openLink(address, { baudRate, signal }), {
    log,
    console: settings,
    habits: habitsFor(device),
    ...(smp !== undefined && smpSettings(smp)),
  });
}

// A port that has just appeared may still be without its permissions, or held by a system service that looks at it.
const settleTries = 20;
const settlePauseMs = 150;
const settling = ["link.not-found", "link.not-allowed", "link.busy", "link.not-opened"];

/** Opens what has just been plugged in, trying again while it settles. */
export async function openFresh(open: () => Promise<DeviceSession>, signal: AbortSignal): Promise<DeviceSession> {
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
