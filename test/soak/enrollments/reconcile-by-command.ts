import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { soakService } from "./soak-entries.ts";

const program = fileURLToPath(new URL("../../../main/cli/main.ts", import.meta.url));

/** `touchmark enroll reconcile` as an engineer runs it, twice: the second finds nothing that the first did not. */
export async function reconcileByCommand(root: string, units: number): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const time of ["first", "second"]) {
    const words = ["enroll", "reconcile", "--service", soakService, "--data", root, "--json"];
    const child = spawn(process.execPath, [program, ...words], { stdio: ["ignore", "pipe", "inherit"] });
    let summary: Record<string, unknown> = {};
    createInterface(child.stdout).on("line", (line) => {
      const said: Record<string, unknown> = JSON.parse(line);
      if (said["type"] === "summary") summary = said;
      else if (said["type"] === "finding" && said["kind"] !== "registered") wrong.push(`${time} reconcile: ${line}`);
    });
    const [code] = await once(child, "close");
    const { agree, entries, registered } = summary;
    if (code !== 0 || agree !== true || entries !== units) {
      wrong.push(`${time} reconcile ended with ${String(code)}: ${JSON.stringify(summary)}`);
    }
    if (time === "second" && registered !== 0)
      wrong.push("the second reconcile finds registrations the first did not keep");
  }
  return wrong;
}
