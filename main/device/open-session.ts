import { type Log, silentLog } from "../base/log.ts";
import type { Link } from "../link/link.ts";
import type { DeviceSession } from "./device-session.ts";
import { SmpClient } from "./smp/smp-client.ts";
import { SmpSession } from "./smp/smp-session.ts";

export interface SessionOptions {
  /** For one attempt (default 2000 ms); a request is sent at most three times. */
  readonly requestTimeoutMs?: number;
  /** For one command the device needs time for, such as making an RSA key (default 120 s). */
  readonly workTimeoutMs?: number;
  /** Hears what the device prints between answers. */
  readonly log?: Log;
}

/** Begins a conversation over the link and owns it from now on: closing the session closes the link. */
export function openSession(_driver: "smp", link: Link, options: SessionOptions = {}): DeviceSession {
  const { requestTimeoutMs = 2000, workTimeoutMs = 120_000, log = silentLog } = options;
  return new SmpSession(new SmpClient(link, { requestTimeoutMs, log }), workTimeoutMs);
}
