import {
  type ListedPort,
  listStationPorts,
  permitStationPort,
  type PortPermission,
} from "../../station/operations/set-up-fixture.ts";
import type { Command, CommandInput } from "../command.ts";

const list: Command = {
  words: "ports",
  usage: "",
  positionals: 0,
  options: {},
  async run({ output, dataFolder }) {
    const ports = await listStationPorts(dataFolder);
    for (const port of ports) output.say(port, portText(port));
    if (ports.length === 0) output.remark("No ports found.");
    return 0;
  },
};

const allow: Command = {
  words: "port allow",
  usage: "PATH|LOCATION|VVVV:PPPP",
  positionals: 1,
  options: {},
  run: (input) => permit(input, true),
};

const deny: Command = {
  words: "port deny",
  usage: "PATH|LOCATION|VVVV:PPPP",
  positionals: 1,
  options: {},
  run: (input) => permit(input, false),
};

export const portCommands: readonly Command[] = [list, allow, deny];

async function permit({ positionals, dataFolder, output }: CommandInput, allowed: boolean): Promise<number> {
  const [place = ""] = positionals;
  const permission: PortPermission = { place, allowed };
  const { allow: only, deny: never = [] } = await permitStationPort(dataFolder, permission);
  const rest = [...(only === undefined ? [] : [`only ${only.join(", ")}`]), ...never.map((entry) => `never ${entry}`)];
  output.say(
    { place, allowed, rules: { allow: only ?? null, deny: never } },
    rest.join("; ") || "every port is allowed",
  );
  return 0;
}

function portText({ path, kind, location, likely, allowed, slot, ...port }: ListedPort): string {
  const marks = [port.vendorId && `${port.vendorId}:${port.productId}`, port.manufacturer, port.serialNumber];
  return [
    path,
    kind,
    location && `at ${location}`,
    ...marks,
    likely && `likely ${likely.name} (${likely.score})`,
    slot !== null && `slot ${slot}`,
    !allowed && "NOT ALLOWED",
  ]
    .filter(Boolean)
    .join("  ");
}
