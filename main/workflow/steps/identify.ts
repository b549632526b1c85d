import { checkPlausibleMacAddresses, checkPlausibleNames } from "../sanity/check-plausible.ts";
import { unitErrors } from "../unit-errors.ts";
import type { RunOrder, Step } from "./step.ts";
import type { DeviceDescription } from "../../device/device-session.ts";

/** Asks the device what it is and settles which serial number this run is about. */
export const identify: Step = {
  id: "identify",
  timeoutMs: 15_000,
  async run({ order, session, signal }) {
    const device = await session.describe(signal);
    const { product } = order.recipe.recipe;
    if (device.model !== product.model) {
      throw unitErrors.wrongProduct(
        `device says model "${device.model ?? "nothing"}", recipe wants "${product.model}"`,
      );
    }
    const serialNumber = settleSerialNumber(order, device);
    if (!new RegExp(`^(?:${product.serialNumber})$`, "u").test(serialNumber)) {
      const detail = `"${serialNumber}" does not match ${product.serialNumber}`;
      // A person scanned the wrong code of the box; the unit itself is not to blame.
      throw device.serialNumber === undefined ? unitErrors.wrongLabel(detail) : unitErrors.serialPattern(detail);
    }
    checkPlausibleNames(order.recipe.recipe, { serialNumber, model: device.model });
    checkPlausibleMacAddresses(order.recipe.recipe, device.macAddresses ?? []);
    return {
      findings: { device, serialNumber },
      measurements: {
        serialNumber,
        model: device.model,
        practice: device.practice,
        ...(device.firmware === undefined ? {} : { firmware: device.firmware }),
        ...(device.macAddresses === undefined ? {} : { macAddresses: device.macAddresses.join(" ") }),
      },
    };
  },
};

function settleSerialNumber(
  { scannedSerialNumber: scanned }: RunOrder,
  { serialNumber: told }: DeviceDescription,
): string {
  if (scanned !== undefined && told !== undefined && scanned !== told) {
    throw unitErrors.wrongLabel(`label says "${scanned}", device says "${told}"`);
  }
  const serialNumber = told ?? scanned;
  if (serialNumber === undefined)
    throw unitErrors.serialMissing("device tells no serial number and no label was scanned");
  return serialNumber;
}
