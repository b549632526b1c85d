import type { z } from "zod";
import { type Remark, remarksOf } from "./remark.ts";

/** What a schema finds wrong with a member, where it has no words of its own for it. */
export const schemaWords = {
  missing: () => "is missing",
  "no-text": () => "must be a text",
  "no-number": () => "must be a number",
  "no-whole-number": () => "must be a whole number",
  "no-switch": () => "must be true or false",
  "no-members": () => "must have members of its own",
  "no-list": () => "must be a list",
  "one-of": (values: string) => `must be one of: ${values}`,
  "no-form": () => "has none of the forms that it may have",
  empty: () => "must not be empty",
  "at-least": (least: string) => `must be ${least} or more`,
  "at-most": (most: string) => `must be ${most} or less`,
  "more-than": (bound: string) => `must be more than ${bound}`,
  "too-long": (most: string) => `must not be longer than ${most} characters`,
  "too-many": (most: string) => `must not be more than ${most}`,
  /** What the schema library says, in English. */
  wrong: (message: string) => message,
} as const;

type SchemaRemark = Remark<keyof typeof schemaWords>;
type TypeCode = Exclude<Extract<keyof typeof schemaWords, `no-${string}`>, "no-form">;

const schemaRemark = remarksOf(schemaWords);

const typeCodes: Readonly<Record<string, TypeCode>> = {
  string: "no-text",
  number: "no-number",
  int: "no-whole-number",
  boolean: "no-switch",
  object: "no-members",
  record: "no-members",
  array: "no-list",
};

/** Of an issue that was reported with its input (`reportInput`): without one, the member is missing. */
export function remarkOnIssue(issue: z.core.$ZodIssue): SchemaRemark {
  const other = schemaRemark("wrong", issue.message);
  switch (issue.code) {
    case "invalid_type": {
      const code = issue.input === undefined ? "missing" : typeCodes[issue.expected];
      return code === undefined ? other : schemaRemark(code);
    }
    case "invalid_value":
      return issue.input === undefined ? schemaRemark("missing") : schemaRemark("one-of", issue.values.join(", "));
    case "invalid_union":
      return "options" in issue && issue.options !== undefined
        ? schemaRemark("one-of", issue.options.join(", "))
        : schemaRemark("no-form");
    case "too_small":
      return remarkOnSmall(issue) ?? other;
    case "too_big":
      return remarkOnBig(issue) ?? other;
    default:
      return other;
  }
}

function remarkOnSmall({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): SchemaRemark | undefined {
  if (origin === "number" || origin === "int")
    return schemaRemark(inclusive === false ? "more-than" : "at-least", String(minimum));
  return Number(minimum) === 1 ? schemaRemark("empty") : undefined;
}

function remarkOnBig({ origin, maximum }: z.core.$ZodIssueTooBig): SchemaRemark | undefined {
  const codes = { number: "at-most", int: "at-most", string: "too-long", array: "too-many" } as const;
  const code = new Map(Object.entries(codes)).get(origin);
  return code === undefined ? undefined : schemaRemark(code, String(maximum));
}
