import { z } from "zod";
import { fieldConditions, type Condition } from "./field-conditions.ts";
import { recipeSchema } from "./recipe-schema.ts";

/** One member of the recipe that holds no others, as a form shows it. */
export interface RecipeField {
  readonly path: string;
  readonly title: string;
  readonly help: string;
  /** structure: any YAML value. */
  readonly kind: "text" | "long-text" | "number" | "choice" | "switch" | "list" | "structure";
  readonly choices: readonly string[];
  /** What is meant where it is left out, as it would be written; null: nothing. */
  readonly otherwise: string | null;
  readonly required: boolean;
  /** Shown where all of one of these hold; empty: always. */
  readonly when: readonly (readonly Condition[])[];
}

interface JsonSchema {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly type?: string | undefined;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly maxLength?: number | undefined;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly default?: unknown;
}

const jsonSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.object({
    title: z.string().optional(),
    description: z.string().optional(),
    type: z.string().optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    maxLength: z.number().optional(),
    properties: z.record(z.string(), jsonSchema).optional(),
    required: z.array(z.string()).optional(),
    oneOf: z.array(jsonSchema).optional(),
    default: z.unknown().optional(),
  }),
);

let known: readonly RecipeField[] | undefined;

/** The recipe's schema as a form has it, in its order; titles and help are the schema's own. */
export function recipeFields(): readonly RecipeField[] {
  const schema = jsonSchema.parse(z.toJSONSchema(recipeSchema, { io: "input" }));
  known ??= merged(fieldsOf(schema, { path: "", required: true, when: [] }));
  return known;
}

function fieldsOf(schema: JsonSchema, place: Place): readonly RecipeField[] {
  const { path: above, when } = place;
  const inVariants = (schema.oneOf ?? []).flatMap((variant) =>
    fieldsOf(variant, { ...place, when: [...when, ...conditionOf(variant, above)] }),
  );
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const path = above === "" ? name : `${above}.${name}`;
    const required = place.required && schema.required?.includes(name) === true;
    if (member.properties !== undefined || member.oneOf !== undefined)
      return fieldsOf(member, { path, required, when });
    // What tells the variants apart is there in all of them.
    const isTag = conditionOf(schema, above).some((condition) => condition.path === path);
    return [fieldOf(member, { path, required, when: isTag ? when.slice(0, -1) : when })];
  });
  return [...inVariants, ...own];
}

/** The member of a variant that tells it from the others, with its values here. */
function conditionOf(variant: JsonSchema, above: string): readonly Condition[] {
  const [tag] = Object.entries(variant.properties ?? {}).filter(([name]) => name === "type" || name === "as");
  return tag === undefined ? [] : [{ path: `${above}.${tag[0]}`, values: choicesOf(tag[1]) }];
}

interface Place {
  readonly path: string;
  /** It and all around it. */
  readonly required: boolean;
  /** Which variants of the unions around it have this member. */
  readonly when: readonly Condition[];
}

function fieldOf(schema: JsonSchema, { path, required, when }: Place): RecipeField {
  return {
    path,
    title: schema.title ?? "",
    help: schema.description ?? "",
    kind: kindOf(schema),
    choices: choicesOf(schema),
    otherwise: schema.default === undefined ? null : written(schema.default),
    required,
    when: when.length === 0 ? [] : [when],
  };
}

const longText = 16_000;

function kindOf(schema: JsonSchema): RecipeField["kind"] {
  if (choicesOf(schema).length > 0) return "choice";
  switch (schema.type) {
    case "boolean":
      return "switch";
    case "integer":
    case "number":
      return "number";
    case "array":
      return "list";
    case "string":
      return (schema.maxLength ?? 0) > longText ? "long-text" : "text";
    default:
      return "structure";
  }
}

const choicesOf = (schema: JsonSchema): readonly string[] =>
  schema.const === undefined ? (schema.enum ?? []).map(written) : [written(schema.const)];

const written = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** One of each path: a member that several variants have is shown in each of them. */
function merged(fields: readonly RecipeField[]): readonly RecipeField[] {
  const byPath = new Map<string, RecipeField>();
  for (const field of fields) {
    const before = byPath.get(field.path);
    byPath.set(field.path, before === undefined ? field : both(before, field));
  }
  return [...byPath.values()].map((field) => ({ ...field, when: fieldConditions(field.path, field.when) }));
}

const both = (one: RecipeField, other: RecipeField): RecipeField => ({
  ...one,
  title: one.title === "" ? other.title : one.title,
  help: one.help === "" ? other.help : one.help,
  choices: [...new Set([...one.choices, ...other.choices])],
  when: [...one.when, ...other.when],
});
