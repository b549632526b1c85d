import type { PortView } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";

/** What there is of some facts, on one line. */
export const joined = (...facts: readonly (string | undefined)[]): string =>
  facts.filter((fact) => fact !== undefined && fact !== "").join(" · ");

/** What a person calls a device: its likely name, else its maker, else nothing. */
export const deviceName = ({ likely, manufacturer }: PortView): string =>
  likely?.name ?? manufacturer ?? texts.setUp.ports.unknown;

/** `10c4:ea60 · Silicon Labs · no. 0001`: what the device says of itself beside its name; may be empty. */
export function deviceFacts({ vendorId, productId, manufacturer, serialNumber }: PortView, name: string): string {
  const ids = vendorId === undefined ? undefined : `${vendorId}:${productId ?? "????"}`;
  const maker = manufacturer === name ? undefined : manufacturer;
  const number = serialNumber === undefined ? undefined : texts.setUp.ports.serialNumber(serialNumber);
  return joined(ids, maker, number);
}

/** What tells one port from another while it is plugged in. */
export const portKey = ({ path, location }: PortView): string => `${location ?? ""} ${path}`;

/** The lowest number that no slot is called by. */
export function nextSlotName(names: readonly string[]): string {
  const taken = new Set(names);
  let number = 1;
  while (taken.has(String(number))) number += 1;
  return String(number);
}
