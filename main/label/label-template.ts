import { createHash } from "node:crypto";
import { parseDocument } from "yaml";
import { z } from "zod";
import { canonicalJson } from "../base/canonical-json.ts";
import { labelErrors } from "./label-errors.ts";
import { labelFields, unknownFields } from "./label-fields.ts";

export const labelNameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and hyphens");

/** Clockwise, degrees. */
const rotation = z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]).optional();
/** mm from the label's upper left corner to that of the element as it is printed. */
const at = { x: z.number().min(0).max(300), y: z.number().min(0).max(300) };
const extent = z.number().min(1).max(300);
const thickness = z.number().min(0.1).max(20);

/** One line of letters and of fields in braces. */
const content = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{C}*$/u, "no control characters, no line breaks")
  .superRefine((text, context) => {
    for (const name of unknownFields(text)) {
      const known = labelFields.map((field) => `{${field}}`).join(" ");
      const params = { name: `{${name}}`, known };
      context.addIssue({ code: "custom", message: `{${name}} is not known here; known: ${known}`, params });
    }
  });

const text = z.strictObject({
  type: z.literal("text"),
  ...at,
  /** Height of the letters, mm. */
  size: z.number().min(0.8).max(50),
  /** What is longer is written smaller, down to half the size; left out: as long as it gets. */
  width: extent.optional(),
  /** Within the width. */
  align: z.enum(["left", "center", "right"]).optional(),
  rotation,
  content,
});
/** A square no larger than `size`: the code takes as many whole dots a module as fit. */
const square = { ...at, size: z.number().min(3).max(150), rotation, content };
const dataMatrix = z.strictObject({ type: z.literal("data-matrix"), ...square });
/** Never turned: it reads the same from every side, and printers cannot. `level`: how much of it may be damaged. */
const qr = z.strictObject({ type: z.literal("qr"), ...square, level: z.enum(["L", "M", "Q", "H"]).optional() });
/** No wider than `width`. */
const code128 = z.strictObject({
  type: z.literal("code-128"),
  ...at,
  width: extent,
  height: extent,
  rotation,
  content,
});
const box = z.strictObject({ type: z.literal("box"), ...at, width: extent, height: extent, thickness });
const line = z.strictObject({
  type: z.literal("line"),
  ...at,
  length: extent,
  thickness,
  /** 90: downwards. */
  rotation: z.union([z.literal(0), z.literal(90)]).optional(),
});

const element = z.discriminatedUnion("type", [text, dataMatrix, qr, code128, box, line]);

/** A unit's label as data: sizes in mm; what is printed depends on nothing else but the unit's fields. */
export const labelTemplateSchema = z.strictObject({
  label: labelNameSchema,
  size: z.strictObject({ width: z.number().min(5).max(300), height: z.number().min(5).max(300) }),
  /** Of the printer: dots are whole, so codes are as sharp as they can be. */
  dpi: z.union([z.literal(152), z.literal(203), z.literal(300), z.literal(600)]),
  elements: z.array(element).min(1).max(40),
});

export type LabelTemplate = z.infer<typeof labelTemplateSchema>;
export type LabelElement = z.infer<typeof element>;

/** A template that has passed its schema; `hash` is SHA-256 (hex) of its canonical JSON. */
export interface LoadedLabel {
  readonly template: LabelTemplate;
  readonly hash: string;
}

const longest = 64 * 1024;

/** Reads a template (YAML 1.2 or JSON). Throws `label.bad-template`, whose detail names every fault. */
export function parseLabelTemplate(source: string): LoadedLabel {
  if (source.length > longest) throw labelErrors.badTemplate("longer than 64 KiB");
  const document = parseDocument(source, { prettyErrors: false, uniqueKeys: true });
  const [fault] = document.errors;
  if (fault !== undefined) throw labelErrors.badTemplate(fault.message);
  try {
    return checkLabelTemplate(document.toJS({ maxAliasCount: 20 }));
  } catch (error) {
    if (error instanceof ReferenceError) throw labelErrors.badTemplate(error.message);
    throw error;
  }
}

/** Throws `label.bad-template`. */
export function checkLabelTemplate(given: unknown): LoadedLabel {
  const parsed = labelTemplateSchema.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    throw labelErrors.badTemplate(faults.slice(0, 20).join("; "));
  }
  const template = parsed.data;
  return { template, hash: createHash("sha256").update(canonicalJson(template)).digest("hex") };
}
