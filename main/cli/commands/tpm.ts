import { asStationError } from "../../base/errors/base-errors.ts";
import { type EndorsementKeyExamination, examineEndorsementKey } from "../../station/operations/examine-key-file.ts";
import { type CertificateReport, inspectDeviceTpm, type TpmReport } from "../../station/operations/inspect-tpm.ts";
import type { Command } from "../command.ts";
import { readInputGiven } from "../read-input-given.ts";
import { isStationFault } from "../unit-command.ts";
import { withWorkshop } from "../with-workshop.ts";

const mostBytes = 1024 * 1024;

const ek: Command = {
  words: "tpm ek",
  usage: "FILE|-",
  positionals: 1,
  options: {},
  async run({ positionals: [file = ""], output }) {
    const examination = examineEndorsementKey(await readInputGiven(file, mostBytes));
    output.say({ type: "endorsement-key", ...examination }, examinationText(examination));
    return examination.endorsementKey === null ? 1 : 0;
  },
};

const inspect: Command = {
  words: "tpm inspect",
  usage: "--port PATH|usb:DEVICE|tcp:HOST:PORT [--recipe FILE]",
  positionals: 0,
  options: { port: { type: "string" }, recipe: { type: "string" } },
  async run(input) {
    const { output, signal } = input;
    const port = input.required("port");
    try {
      const report = await withWorkshop(input, (workshop) =>
        inspectDeviceTpm(workshop, { port, recipeFile: input.text("recipe"), signal }),
      );
      output.say(report, reportText(report));
      return 0;
    } catch (error) {
      const { code, sentence, detail } = asStationError(error);
      if (isStationFault(code)) throw error;
      output.say({ type: "failed", code, sentence, detail }, `FAIL  ${code}: ${sentence}\n      ${detail}`);
      return 1;
    }
  },
};

export const tpmCommands: readonly Command[] = [ek, inspect];

const verdicts = {
  right: "RIGHT     enroll it as it is",
  converted: "CONVERTED enroll the key below in its place",
  assumed: "ASSUMED   the key below is right only if the TPM's key has the standard template",
  unusable: "UNUSABLE  no endorsement key for DPS can be had from this",
} as const;

function examinationText(examination: EndorsementKeyExamination): string {
  const { verdict, what, wrong, wrapping, endorsementKey, registrationId } = examination;
  const wrapped = wrapping.length === 0 ? "" : ` Found as: ${wrapping.join(" of ")}.`;
  return [
    verdicts[verdict],
    `  ${what}${wrapped}`,
    ...(wrong === null ? [] : [`  ${wrong}`]),
    ...(endorsementKey === null ? [] : ["endorsementKey:", endorsementKey]),
    ...(registrationId === null ? [] : [`default registration id: ${registrationId}`]),
  ].join("\n");
}

function reportText({ device, facts, keys, endorsementKey, certificates }: TpmReport): string {
  const { model, serialNumber, practice } = device;
  return [
    `device       ${[model, serialNumber, practice ? "(practice)" : undefined].filter(Boolean).join("  ")}`,
    ...Object.entries(facts).map(([name, value]) => `  ${name.padEnd(20)} ${value}`),
    "keys kept",
    ...(keys.length === 0
      ? ["  none"]
      : keys.map(({ handle, kind, key }) => `  ${handle}  ${key.padEnd(10)}  ${kind}`)),
    "endorsement key",
    `  ${endorsementKey.source}, template ${endorsementKey.template}: ${endorsementKey.reason}`,
    `  ${endorsementKey.fault === null ? "in DPS's form" : `NOT in DPS's form: ${endorsementKey.fault}`}`,
    `  certificate ${endorsementKey.certificate.toUpperCase()}`,
    `  default registration id ${endorsementKey.registrationId}`,
    `  ${endorsementKey.key}`,
    ...certificates.flatMap(certificateText),
  ].join("\n");
}

const certificateText = ({ nvIndex, grade, detail, key, subject, issuer, notAfter }: CertificateReport): string[] => [
  `certificate in NV ${nvIndex}: ${grade.toUpperCase()}, for ${key}`,
  ...(issuer === null ? [] : [`  of ${subject || "(no name)"}, issued by ${issuer}, until ${notAfter ?? ""}`]),
  `  ${detail}`,
];
