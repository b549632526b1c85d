import { verify } from "../../station/operations/verify.ts";
import type { Command } from "../command.ts";
import { unitCommand } from "../unit-command.ts";
import { withWorkshop } from "../with-workshop.ts";

export const verifyCommand: Command = {
  words: "verify",
  usage: "--port PATH|usb:DEVICE|tcp:HOST:PORT [--recipe FILE] [--serial SN]",
  positionals: 0,
  options: { recipe: { type: "string" }, port: { type: "string" }, serial: { type: "string" } },
  run(input) {
    const port = input.required("port");
    return unitCommand(input.output, () =>
      withWorkshop(input, (workshop) =>
        verify(workshop, {
          port,
          recipeFile: input.text("recipe"),
          serialNumber: input.text("serial"),
          signal: input.signal,
          onEvent: (event) => {
            input.output.event(event);
          },
        }),
      ),
    );
  },
};
