import type { StationError } from "../../base/errors/station-error.ts";
import { linkErrors } from "../link-errors.ts";

const permissionHint =
  "no right to open it: on Linux install resources/udev/70-touchmark.rules; on Windows the device needs the WinUSB driver (docs/usb.md)";

const said = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** Why a device could not be had. The package gives no code, only a sentence with the system's number in it. */
export function usbOpenFailure(address: string, cause: unknown): StationError {
  const detail = `${address}: ${said(cause)}`;
  if (/errno (?:1|13)\b|permission|access denied|incompatible driver|unsupported/i.test(detail)) {
    return linkErrors.notAllowed(`${detail}; ${permissionHint}`, cause);
  }
  if (/busy|errno 16\b/i.test(detail)) return linkErrors.busy(`${detail}; another program or driver holds it`, cause);
  if (/errno (?:2|19)\b|not found|disconnected/i.test(detail)) return linkErrors.notFound(detail, cause);
  return linkErrors.notOpened(detail, cause);
}

/** How a transfer ended that brought nothing: its time was up, the endpoint is halted, or the device has gone. */
export function transferFault(cause: unknown): "late" | "stalled" | "gone" {
  const text = said(cause);
  if (/cancel|timed? ?out/i.test(text)) return "late";
  return /stall/i.test(text) ? "stalled" : "gone";
}
