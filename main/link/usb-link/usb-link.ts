import { untilAborted } from "../../base/async/until-aborted.ts";
import { within } from "../../base/async/within.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import type { Link } from "../link.ts";
import { LinkEnd } from "../link-end.ts";
import { linkErrors } from "../link-errors.ts";
import { claimUsbPipe, releaseUsbPipe, type UsbPipe } from "./claim-usb-pipe.ts";
import { findUsbDevice } from "./find-usb-device.ts";
import { parseUsbAddress } from "./usb-address.ts";
import { nativeUsbBus, type UsbBus } from "./usb-bus.ts";
import { UsbPump } from "./usb-pump.ts";

export interface UsbLinkOptions {
  readonly signal?: AbortSignal | undefined;
  /** Left out: this machine's. */
  readonly bus?: UsbBus | undefined;
}

const openWithinMs = 5000;
const writeBaseMs = 3000;
/** Slower than any bulk pipe: a write that stays below it, with all that waits before it, is blocked. */
const slowestBytesPerMs = 1;

/**
 * Opens the bulk pipe of a USB device (`parseUsbAddress`), alone. Errors: `link.bad-address`, `link.not-found`, `link.busy`,
 * `link.not-allowed`, `link.not-opened`, `link.timeout`, `station.cancelled`. A pulled plug ends the transfer that reads.
 */
export async function openUsbLink(address: string, { signal, bus = nativeUsbBus }: UsbLinkOptions = {}): Promise<Link> {
  parseUsbAddress(address);
  const claiming = findUsbDevice(address, bus).then((device) => claimUsbPipe(address, device));
  const onTimeout = () => linkErrors.timeout(`${address}: not open in ${openWithinMs} ms`);
  try {
    return attach(
      address,
      await within({ ms: openWithinMs, signal, onTimeout }, (ends) => untilAborted(claiming, ends)),
    );
  } catch (error) {
    // Opened after we gave up: nobody holds it, so it must not stay claimed.
    claiming.then(releaseUsbPipe, () => undefined).catch(() => undefined);
    throw error;
  }
}

function attach(address: string, pipe: UsbPipe): Link {
  const link = new LinkEnd(
    address,
    { send: (bytes) => pump.send(bytes), shut: () => pump.shut() },
    (byteCount) => writeBaseMs + Math.ceil((pump.waitingBytes + byteCount) / slowestBytesPerMs),
  );
  const pump = new UsbPump(address, pipe, {
    received: (bytes) => link.received(bytes),
    failed: (cause) => link.end(isStationError(cause) ? cause : linkErrors.lost(`${address}: ${String(cause)}`, cause)),
  });
  return link;
}
