import { isStationError } from "../../base/errors/station-error.ts";
import { canonicalJson } from "../../base/canonical-json.ts";
import { makeManifestSigner } from "../../station/operations/make-manifest-signer.ts";
import {
  proveManifestEntry,
  readTrusted,
  type SignerView,
  verifyManifestFile,
  verifyProofFile,
} from "../../station/operations/verify-manifest-file.ts";
import type { Command, ExitCode } from "../command.ts";
import type { Output } from "../output.ts";
import { withWorkshop } from "../with-workshop.ts";
import { manifestDiffCommand } from "./manifest-diff.ts";
import { manifestTrustCommands } from "./manifest-trust.ts";

type Findings = Awaited<ReturnType<typeof verifyManifestFile>>["findings"];

const signer: Command = {
  words: "manifest signer",
  usage: "--authority NAME",
  positionals: 0,
  options: { authority: { type: "string" } },
  run: (input) =>
    withWorkshop(input, async (workshop) => {
      const authority = input.required("authority");
      const made = await makeManifestSigner(workshop, authority);
      const facts = { certificate: made.subject, authority };
      await workshop.records.audit.append({ act: "signer-made", subject: made.sha256, facts });
      input.output.say(made, `${made.subject} until ${made.notAfter}\nSHA-256 ${made.sha256}`);
      return 0;
    }),
};

const verify: Command = {
  words: "manifest verify",
  usage: "FILE [--trust CERT]",
  positionals: 1,
  options: { trust: { type: "string" } },
  run: ({ positionals: [file = ""], text, output }) =>
    refusedAsOne(output, async () => {
      const report = await verifyManifestFile(file, await readTrusted(text("trust")));
      const { header, count, root, findings, signer: by } = report;
      const ok = findings.length === 0;
      output.say(
        {
          type: "result",
          ok,
          lot: header?.lot ?? null,
          practice: header?.practice ?? null,
          count,
          root,
          signer: by,
          findings,
          header: header ?? null,
        },
        [
          ok
            ? `OK    lot ${header?.lot ?? ""}, ${count} entries${header?.practice === true ? ", PRACTICE" : ""}`
            : "WRONG",
          ...findingLines(findings),
          `root  ${root}`,
          ...signerLines(by),
          ...(header === undefined ? [] : [`after ${header.previous ?? "no other seal: the first of its station"}`]),
        ].join("\n"),
      );
      return ok ? 0 : 1;
    }),
};

const prove: Command = {
  words: "manifest prove",
  usage: "FILE --serial SN",
  positionals: 1,
  options: { serial: { type: "string" } },
  run: ({ positionals: [file = ""], required, output }) =>
    refusedAsOne(output, async () => {
      const text = canonicalJson(await proveManifestEntry(file, required("serial")));
      process.stdout.write(`${text}\n`);
      return 0;
    }),
};

const verifyProof: Command = {
  words: "manifest verify-proof",
  usage: "FILE [--trust CERT]",
  positionals: 1,
  options: { trust: { type: "string" } },
  run: ({ positionals: [file = ""], text, output }) =>
    refusedAsOne(output, async () => {
      const { header, entry, findings, signer: by } = await verifyProofFile(file, await readTrusted(text("trust")));
      const ok = findings.length === 0;
      output.say(
        {
          type: "result",
          ok,
          lot: header?.lot ?? null,
          practice: header?.practice ?? null,
          signer: by,
          findings,
          entry,
        },
        [
          ok ? `OK    one of ${header?.count ?? 0} entries of lot ${header?.lot ?? ""}` : "WRONG",
          ...findingLines(findings),
          ...signerLines(by),
          entry,
        ].join("\n"),
      );
      return ok ? 0 : 1;
    }),
};

export const manifestCommands: readonly Command[] = [
  signer,
  verify,
  prove,
  verifyProof,
  manifestDiffCommand,
  ...manifestTrustCommands,
];

/** A file that is not what was asked for is an answer, not a fault of the station. */
async function refusedAsOne(output: Output, task: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await task();
  } catch (error) {
    if (!isStationError(error, "manifest.malformed") && !isStationError(error, "manifest.no-entry")) throw error;
    const { code, sentence, detail } = error;
    process.stderr.write(`${code}: ${sentence}\n${detail}\n`);
    output.event({ type: "result", ok: false, code, sentence, detail });
    return 1;
  }
}

const findingLines = (findings: Findings): readonly string[] =>
  findings.map(({ kind, line, number, serialNumber, detail }) => {
    const where = [
      line === null ? undefined : `line ${line}`,
      number === null ? undefined : `entry ${number}`,
      serialNumber === null ? undefined : `serial number ${serialNumber}`,
    ].filter((part) => part !== undefined);
    return `  ${kind.padEnd(9)} ${[...where, detail].join(", ")}`;
  });

const signerLines = (by: SignerView | null): readonly string[] =>
  by === null
    ? []
    : [
        `by    ${by.subject}, SHA-256 ${by.sha256}`,
        ...(by.compared ? [] : ["      NOT COMPARED with a certificate you trust; add --trust CERT"]),
      ];
