import { diffManifest, type ManifestDiffEvent } from "../../station/operations/diff-manifest.ts";
import type { ManifestDifference, ManifestDiffSummary } from "../../station/operations/manifest-difference.ts";
import type { Command } from "../command.ts";
import { withReadWorkshop } from "../with-read-workshop.ts";

export const manifestDiffCommand: Command = {
  words: "manifest diff",
  usage: "FILE [--service NAME]",
  positionals: 1,
  options: { service: { type: "string" } },
  run(input) {
    const [file = ""] = input.positionals;
    const name = input.text("service");
    return withReadWorkshop(input, async ({ records, services, signers }) => {
      const service = name === undefined ? undefined : { name, client: await services.client(name) };
      let same = false;
      const known = await signers.known();
      for await (const event of diffManifest({
        file,
        records: records.manifest,
        signers: known,
        service,
        signal: input.signal,
      })) {
        input.output.say(event, describe(event));
        if (event.type === "summary") same = event.same;
      }
      return same ? 0 : 1;
    });
  },
};

function describe(event: ManifestDiffEvent): string {
  if (event.type === "summary") return describeEnd(event);
  if (event.type === "progress") return `… ${event.asked} of ${event.toAsk} asked about at the service`;
  return describeDifference(event);
}

function describeDifference({ kind, against, serialNumber, field, file, theirs }: ManifestDifference): string {
  const what = field === null ? "" : `: ${field} is ${theirs ?? "nothing"}, in the file ${file ?? "nothing"}`;
  return `${kind.padEnd(12)} ${against.padEnd(8)} ${serialNumber}${what}`;
}

const signerWords = {
  own: "this station's key",
  known: "a known signer",
  unknown: "a key not known here",
} as const;

function describeEnd({ same, entries, asked, counts, signed }: ManifestDiffSummary): string {
  const list = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  const end = `${same ? "SAME" : "DIFFERENT"}  ${entries} entries, ${asked} asked about at the service  ${list.join("  ")}`;
  if (signed === null) return end;
  const { good, bad, unknown, signer } = signed;
  const by = `signed by ${signer === null ? "a key not known here" : `${signer.subject}, ${signerWords[signer.kind]}`}`;
  return `${end}\n${by}: ${good} signatures right, ${bad} wrong, ${unknown} not verified`;
}
