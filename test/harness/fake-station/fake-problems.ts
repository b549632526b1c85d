import { ORPCError } from "@orpc/server";
import type { Problem } from "../../../main/api/contract/index.ts";

const problem = (code: string, sentence: string, detail: string): Problem => ({
  code,
  sentence,
  detail,
  retry: "after-fix",
});

export const notManifest = problem("manifest.malformed", "Not a manifest. Choose another file.", "no header");
export const noLot = problem("workflow.no-lot", "Open a lot first.", "the line has no lot");
export const noSlot = problem("workflow.no-slot", "This slot is not set up.", "no slot of that name");
export const noUnit = problem(
  "records.no-unit",
  "No such unit. Check the serial number.",
  "no unit of that serial number",
);
export const noRecipe = problem("workflow.no-recipe", "Choose a recipe from the list.", "no recipe of that name");
export const lotExists = problem("records.lot-exists", "This lot exists already. Use another name.", "lot name taken");
export const peopleProblems = {
  "wrong-sign-in": problem("people.wrong-sign-in", "Badge or PIN is wrong. Try again.", "nobody"),
  "not-allowed": problem("people.not-allowed", "You may not do this. Call the shift lead.", "another right"),
  "sign-in-needed": problem("people.sign-in-needed", "Sign in first: scan your badge.", "nobody is signed in"),
};
export const scanNotAwaited = problem("slot.none-waits", "No unit waits for a label. Plug one in.", "no slot waits");
export const whichSlot = problem("slot.which-slot", "Several wait. Scan or press the slot first.", "2 slots wait");
export const unknownCode = problem(
  "slot.unknown-code",
  "This code fits no unit here. Scan its label.",
  "no serial number",
);
export const lotCode = problem("slot.lot-code", "This is a lot's code. Scan the unit's label.", "a lot of that name");
export const nobodyToUnlock = problem("people.nobody-to-unlock", "Give a lead or an engineer a PIN first.", "nobody");

export function refuse(problem: Problem): never {
  throw new ORPCError(problem.code, { message: problem.detail, data: problem });
}
