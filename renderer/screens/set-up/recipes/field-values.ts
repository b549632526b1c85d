import type { RecipeFaultView, RecipeField } from "../../../../main/api/contract/index.ts";
import { type MemberValue, RecipeDocument, structureOf, structureText } from "./recipe-document.ts";

/** A member's value as a field shows it. */
export function fieldText({ kind }: Pick<RecipeField, "kind">, value: unknown): string {
  if (value === undefined) return "";
  if (kind === "list" && Array.isArray(value)) return value.map((one) => plain(one)).join("\n");
  if (kind === "structure" || typeof value === "object") return structureText(value);
  return plain(value);
}

const plain = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What the document gets for what was typed; undefined: that is not YAML. An empty text takes the member away. */
export function fieldValue(
  { kind }: Pick<RecipeField, "kind">,
  text: string,
): { readonly value: MemberValue } | undefined {
  if (text.trim() === "") return { value: undefined };
  switch (kind) {
    case "number":
      return { value: Number.isFinite(Number(text)) ? Number(text) : text };
    case "switch":
      return { value: text === "true" };
    case "list":
      return { value: text.split("\n").filter((line) => line.trim() !== "") };
    case "structure":
      return structureOf(text);
    default:
      return { value: text };
  }
}

/** What the recipe says, or means by saying nothing. */
function meant(path: string, document: RecipeDocument, fields: readonly RecipeField[]): string | undefined {
  const value = document.valueAt(path);
  if (value !== undefined) return plain(value);
  return fields.find((field) => field.path === path)?.otherwise ?? undefined;
}

const isOfUse = (field: RecipeField, document: RecipeDocument, fields: readonly RecipeField[]): boolean =>
  field.when.length === 0 ||
  field.when.some((all) =>
    all.every(({ path, values }) => {
      const value = meant(path, document, fields);
      return value !== undefined && (values.length === 0 || values.includes(value));
    }),
  );

/** Members to be shown: of use for this product, or said all the same. */
export const shownFields = (document: RecipeDocument, fields: readonly RecipeField[]): readonly RecipeField[] =>
  fields.filter((field) => document.valueAt(field.path) !== undefined || isOfUse(field, document, fields));

/** Those that decide which others there are. */
const deciding: readonly string[] = ["attestation.type", "link.driver", "registration.write.as"];

/** The text after a field was changed; what is of no use under another attestation, driver or form of file goes with it. */
export function withField(
  document: RecipeDocument,
  change: { readonly path: string; readonly value: MemberValue },
  fields: readonly RecipeField[],
): string {
  const order = fields.map(({ path }) => path);
  const source = document.withMember(change.path, change.value, order);
  return deciding.includes(change.path) ? withoutUseless(source, fields, order) : source;
}

/** One at a time: what one was needed for may be of no use without it. */
function withoutUseless(source: string, fields: readonly RecipeField[], order: readonly string[]): string {
  const document = RecipeDocument.read(source);
  const useless = fields.find(
    (field) => document?.valueAt(field.path) !== undefined && !isOfUse(field, document, fields),
  );
  if (document === undefined || useless === undefined) return source;
  return withoutUseless(document.withMember(useless.path, undefined, order), fields, order);
}

/** Faults of one field: its own, those inside it, and that it is missing together with what it stands in. */
export const faultsOf = (
  { path, required }: RecipeField,
  document: RecipeDocument,
  faults: readonly RecipeFaultView[],
): readonly RecipeFaultView[] =>
  faults.filter(
    (fault) =>
      fault.path === path ||
      fault.path.startsWith(`${path}.`) ||
      (required &&
        fault.path !== "" &&
        path.startsWith(`${fault.path}.`) &&
        document.valueAt(fault.path) === undefined),
  );
