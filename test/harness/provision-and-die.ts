import { provision } from "../../main/station/operations/provision.ts";
import { openWorkshop } from "../../main/station/workshop.ts";
import { silentLog } from "../../main/base/log.ts";

/**
 * The station's own provisioning in a process that kills itself (SIGKILL: no handler runs, nothing is flushed) at a step
 * boundary or after some milliseconds. Arguments: data folder, recipe file, port, lot, and `at:BOUNDARY` or `after:MS`.
 */
const [data = "", recipeFile = "", port = "", lot = "", when = ""] = process.argv.slice(2);
const die = (): void => {
  process.kill(process.pid, "SIGKILL");
};
const workshop = await openWorkshop({ root: data, practice: false, log: silentLog });
if (when.startsWith("after:")) setTimeout(die, Number(when.slice("after:".length)));
const result = await provision(workshop, {
  recipeFile,
  port,
  lot,
  signal: new AbortController().signal,
  onEvent: () => undefined,
  onBoundary: (boundary) => {
    if (when === `at:${boundary}`) die();
  },
});
await workshop.close();
process.stdout.write(`${JSON.stringify(result)}\n`);
