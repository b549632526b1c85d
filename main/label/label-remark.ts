import type { z } from "zod";
import { type Remark, remarksOf } from "../base/remark.ts";
import { remarkOnIssue, type schemaWords } from "../base/schema-remarks.ts";

/** renderer/locales/…/label-editor.ts says each in every language, those of schemas beside the faults of recipes. Lengths are mm. */
const ownWords = {
  "name-form": () => "lower-case letters, digits and hyphens",
  control: () => "no control characters, no line breaks",
  placeholder: (name: string, known: string) => `${name} is not known here; known: ${known}`,
  "no-value": (name: string) => `the unit has no ${name}`,
  "too-many-letters": (most: string) => `more than ${most} characters`,
  "no-letter": (letters: string) => `the typeface has no letter “${letters}”`,
  "text-too-long": (text: string, needed: string, given: string) => `“${text}” needs ${needed} mm, not ${given} mm`,
  "no-angle": () => "a Code 128 cannot hold “>”",
  "ascii-only": () => "a code holds plain ASCII characters only",
  /** What the maker of codes says, in English. */
  "no-code": (message: string) => message,
  "code-too-small": (needed: string, given: string) => `the code needs ${needed} mm, not ${given} mm`,
  "off-label": (width: string, height: string, labelWidth: string, labelHeight: string) =>
    `needs ${width} × ${height} mm of a label of ${labelWidth} × ${labelHeight} mm`,
} as const;

/** Why a label cannot be printed as it is. */
export type LabelRemark = Remark<keyof typeof ownWords | keyof typeof schemaWords>;

export const labelRemarkCodes = Object.keys(ownWords);

export const labelRemark = remarksOf(ownWords);

/** What the template's schema finds; a field that is not known carries its name and the known ones as parameters. */
export function remarkOnTemplate(issue: z.core.$ZodIssue): LabelRemark {
  if (issue.code === "invalid_format") return labelRemark(issue.path.at(-1) === "content" ? "control" : "name-form");
  if (issue.code !== "custom") return remarkOnIssue(issue);
  return labelRemark("placeholder", String(issue.params?.["name"]), String(issue.params?.["known"]));
}
