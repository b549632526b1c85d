import type { DeviceDescription } from "../device-session.ts";
import { keyFile, type ConsoleSettings } from "./console-settings.ts";
import type { DeviceTools } from "./device-tools.ts";
import { quoteWord } from "./shell-words.ts";

const modelFiles = ["/proc/device-tree/model", "/sys/class/dmi/id/product_name"];
const serialNumberFiles = ["/proc/device-tree/serial-number", "/sys/class/dmi/id/product_serial"];
const longestFact = 256;
const mostInterfaces = 8;

/** Reads what the device is: from the files the recipe names, else from its device tree or firmware tables. */
export async function describeConsole(
  tools: DeviceTools,
  settings: ConsoleSettings,
  signal?: AbortSignal,
): Promise<DeviceDescription> {
  const command = [
    factFrom("model", settings.modelFile === undefined ? modelFiles : [settings.modelFile]),
    factFrom("serial", settings.serialNumberFile === undefined ? serialNumberFiles : [settings.serialNumberFile]),
    // Interfaces of a device, not those that software made up.
    'for I in /sys/class/net/*/device;do [ -e "$I" ]&&echo "mac=$(cat "${I%/device}/address" 2>/dev/null)";done',
    'echo "firmware=$(uname -sr)"',
  ].join(";");
  const output = await tools.must(command, "describe", { signal });
  const facts = (name: string): readonly string[] =>
    output
      .split("\n")
      .filter((line) => line.startsWith(`${name}=`))
      .map((line) =>
        line
          .slice(name.length + 1)
          .trim()
          .slice(0, longestFact),
      )
      .filter((value) => value !== "");
  return {
    model: facts("model")[0],
    serialNumber: facts("serial")[0],
    firmware: facts("firmware")[0],
    macAddresses: facts("mac").slice(0, mostInterfaces),
    practice: false,
    locked: false,
    capabilities: capabilitiesOf(settings),
  };
}

/** Texts of the device tree end in a zero byte. The first file that can be read counts. */
const factFrom = (name: string, files: readonly string[]): string =>
  `for F in ${files.map(quoteWord).join(" ")};do [ -r "$F" ]&&{ printf '${name}=%s\\n' "$(tr -d '\\000'<"$F"|head -n1)";break;};done`;

function capabilitiesOf(settings: ConsoleSettings): DeviceDescription["capabilities"] {
  return [
    ...(settings.tpm === undefined ? [] : (["tpm"] as const)),
    ...(keyFile(settings) === undefined ? [] : (["keys", "symmetric-key"] as const)),
    ...(settings.certificate === undefined ? [] : (["certificates"] as const)),
    ...(settings.registration === undefined ? [] : (["registration"] as const)),
  ];
}
