import { examineEndorsementKey, type EndorsementKeyExamination } from "../../station/operations/examine-key-file.ts";
import type { Command } from "../command.ts";
import { readInputGiven } from "../read-input-given.ts";

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

export const tpmCommands: readonly Command[] = [ek];
