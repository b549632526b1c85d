import { expect, it } from "vitest";
import { isStationFault } from "../../../main/cli/unit-command.ts";

it.each([
  ["unit.known-key", false],
  ["link.timeout", false],
  ["device.locked", false],
  ["tpm.not-proven", false],
  ["station.cancelled", false],
  ["station.timed-out", false],
  ["station.defect", true],
  ["set-up.folder-in-use", true],
  ["recipe.no-authority", true],
  ["records.disk-full", true],
  ["pki.passphrase", true],
  ["dps.connection-string", true],
])("a command about a unit that could not begin for %s is a station fault: %s", (code, fault) => {
  expect(isStationFault(code)).toBe(fault);
});
