import { peopleErrors } from "../api/people-errors.ts";
import { needOf, needsSecond } from "../api/rights.ts";
import { countersign, isAnybodySetUp } from "../station/operators/countersign.ts";
import { setUpErrors } from "../station/station-errors.ts";
import type { Workshop } from "../station/workshop.ts";
import type { CommandInput } from "./command.ts";
import { readFileGiven } from "./read-file-given.ts";
import { readPin } from "./read-pin.ts";

/** The call that does at the screen what the command does; `main/api/rights.ts` says whether a second person has to sign it. */
const sameCalls: Readonly<Record<string, { readonly path: string; readonly input: object }>> = {
  "unit quarantine": { path: "units.change", input: { act: "quarantine" } },
  "unit release": { path: "units.change", input: { act: "release" } },
  "unit rework": { path: "units.change", input: { act: "rework" } },
  "unit scrap": { path: "units.change", input: { act: "scrap" } },
  "ca revoke": { path: "authorities.revoke", input: {} },
  "lot close": { path: "lots.close", input: {} },
  "trust remove": { path: "setUp.removeTrustedRoot", input: {} },
  "manifest trust remove": { path: "signers.removeTrusted", input: {} },
  "enroll disable": { path: "service.change", input: { act: "disable" } },
  "enroll delete": { path: "service.change", input: { act: "delete" } },
};

export const isSignedTwice = (words: string): boolean => {
  const call = sameCalls[words];
  return call !== undefined && needsSecond(needOf(call.path.split(".")), call.input);
};

/** Options of a command that a second person signs; its PIN never stands among the arguments. */
export const secondOptions = { second: { type: "string" }, "second-pin-file": { type: "string" } } as const;
export const secondUsage = "[--second NAME [--second-pin-file FILE]]";

const longestName = 64;

/**
 * Who signs it too; undefined for a command one person may do, and where nobody has been set up. His PIN is in a file or typed at the terminal. Throws
 * `people.second-needed`, `people.wrong-sign-in`, `people.locked-out`, `people.second-same`, `people.second-not-allowed`.
 */
export async function secondPerson(input: CommandInput, workshop: Workshop): Promise<string | undefined> {
  if (!isSignedTwice(input.words) || !(await isAnybodySetUp(workshop))) return undefined;
  const name = input.text("second")?.trim().slice(0, longestName);
  if (name === undefined || name === "") throw peopleErrors.secondNeeded("add --second NAME, who types a PIN");
  const file = input.text("second-pin-file");
  const pin =
    file === undefined
      ? await readPin(`PIN of ${name}: `, input.signal)
      : (await readFileGiven(file)).toString("utf8").trim();
  if (pin === undefined) throw setUpErrors.usage("there is no terminal to type a PIN at; add --second-pin-file FILE");
  const atTheTerminal = process.env["TOUCHMARK_OPERATOR"]?.trim() ?? null;
  return countersign(workshop, { name, pin }, atTheTerminal);
}
