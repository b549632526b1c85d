import { provision } from "../../station/operations/provision.ts";
import type { Command } from "../command.ts";
import { unitCommand } from "../unit-command.ts";
import { withWorkshop } from "../with-workshop.ts";

export const provisionCommand: Command = {
  words: "provision",
  usage: "--recipe FILE --port PATH|usb:DEVICE|tcp:HOST:PORT [--serial SN] [--lot LOT]",
  positionals: 0,
  options: {
    recipe: { type: "string" },
    port: { type: "string" },
    serial: { type: "string" },
    lot: { type: "string" },
  },
  run(input) {
    const recipeFile = input.required("recipe");
    const port = input.required("port");
    return unitCommand(input.output, () =>
      withWorkshop(input, (workshop) =>
        provision(workshop, {
          recipeFile,
          port,
          serialNumber: input.text("serial"),
          lot: input.text("lot"),
          signal: input.signal,
          onEvent: (event) => {
            input.output.event(event);
          },
        }),
      ),
    );
  },
};
