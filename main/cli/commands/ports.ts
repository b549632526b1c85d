import { listPorts } from "../../station/operations/list-ports.ts";
import type { Command } from "../command.ts";

export const portsCommand: Command = {
  words: "ports",
  usage: "",
  positionals: 0,
  options: {},
  async run({ output }) {
    const ports = await listPorts();
    for (const port of ports) {
      output.say(
        port,
        [port.path, port.kind, port.vendorId, port.productId, port.manufacturer, port.serialNumber]
          .filter(Boolean)
          .join("  "),
      );
    }
    if (ports.length === 0) output.remark("No ports found.");
    return 0;
  },
};
