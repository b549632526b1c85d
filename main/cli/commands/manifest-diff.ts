import {
  diffManifest,
  type ManifestDifference,
  type ManifestDiffSummary,
} from "../../station/operations/diff-manifest.ts";
import type { Command } from "../command.ts";
import { withWorkshop } from "../with-workshop.ts";

export const manifestDiffCommand: Command = {
  words: "manifest diff",
  usage: "FILE [--service NAME]",
  positionals: 1,
  options: { service: { type: "string" } },
  run(input) {
    const [file = ""] = input.positionals;
    const name = input.text("service");
    return withWorkshop(input, async ({ records, services }) => {
      const service = name === undefined ? undefined : { name, client: await services.client(name) };
      let same = false;
      for await (const event of diffManifest({ file, records: records.manifest, service, signal: input.signal })) {
        input.output.say(event, event.type === "summary" ? describeEnd(event) : describe(event));
        if (event.type === "summary") same = event.same;
      }
      return same ? 0 : 1;
    });
  },
};

function describe({ kind, against, serialNumber, field, file, theirs }: ManifestDifference): string {
  const what = field === null ? "" : `: ${field} is ${theirs ?? "nothing"}, in the file ${file ?? "nothing"}`;
  return `${kind.padEnd(12)} ${against.padEnd(8)} ${serialNumber}${what}`;
}

function describeEnd({ same, entries, asked, counts }: ManifestDiffSummary): string {
  const list = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return `${same ? "SAME" : "DIFFERENT"}  ${entries} entries, ${asked} asked about at the service  ${list.join("  ")}`;
}
