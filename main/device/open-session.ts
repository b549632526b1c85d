import { type Log, silentLog } from "../base/log.ts";
import type { Link } from "../link/link.ts";
import { smpConsoleFraming } from "../link/smp-console/smp-console-framing.ts";
import type { SmpFraming } from "../link/smp-framing.ts";
import { smpRawFraming } from "../link/smp-raw/smp-raw-framing.ts";
import type { ConsoleSettings } from "./console/console-settings.ts";
import { ConsoleSession } from "./console/console-session.ts";
import type { DeviceSession } from "./device-session.ts";
import { SmpClient } from "./smp/smp-client.ts";
import type { SmpHabits } from "./smp/smp-habits.ts";
import { SmpSession } from "./smp/smp-session.ts";
import { StockSession } from "./smp/stock/stock-session.ts";
import type { StockSettings } from "./smp/stock/stock-settings.ts";

export interface SessionOptions {
  /** For one attempt (default 2000 ms); a request is sent at most three times. */
  readonly requestTimeoutMs?: number;
  /** For one command the device needs time for, such as making an RSA key (default 180 s). */
  readonly workTimeoutMs?: number;
  /** For the driver smp: how messages lie on the link. Left out, it is the link's kind that tells: raw on USB, else console. */
  readonly framing?: "console" | "raw" | undefined;
  /** For the driver smp: where things go in firmware without the identity group. Left out, the group is spoken. */
  readonly stock?: StockSettings | undefined;
  /** For the driver smp: what earlier units of the product have shown of their firmware, and this one may add to. */
  readonly habits?: SmpHabits | undefined;
  /** For the console driver: how to log in and where things are. */
  readonly console?: ConsoleSettings | undefined;
  /** For the console driver: how long a device may take until its shell or its log-in prompt is there (default 12 s). */
  readonly wakeTimeoutMs?: number;
  /** Hears what the device prints between answers. */
  readonly log?: Log;
}

/** Begins a conversation over the link and owns it from now on: closing the session closes the link. */
export function openSession(driver: "smp" | "console", link: Link, options: SessionOptions = {}): DeviceSession {
  if (driver === "console") return new ConsoleSession(link, options.console ?? {}, options.wakeTimeoutMs ?? 12_000);
  const { requestTimeoutMs = 2000, workTimeoutMs = 180_000, log = silentLog } = options;
  const framing = smpFraming(options.framing ?? usualFraming(link));
  const client = new SmpClient(link, { framing, requestTimeoutMs, habits: options.habits, log });
  return options.stock === undefined ? new SmpSession(client, workTimeoutMs) : new StockSession(client, options.stock);
}

/** A bulk pipe has no console beside the messages. */
const usualFraming = (link: Link): "console" | "raw" => (link.address.startsWith("usb:") ? "raw" : "console");

const smpFraming = (framing: "console" | "raw"): SmpFraming =>
  framing === "raw" ? smpRawFraming() : smpConsoleFraming();
