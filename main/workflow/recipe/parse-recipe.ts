import { createHash } from "node:crypto";
import { isCollection, isNode, LineCounter, type ParsedNode, parseDocument } from "yaml";
import { canonicalJson } from "../../base/canonical-json.ts";
import type { Remark } from "../../base/remark.ts";
import { consoleFaults } from "./console-schema.ts";
import { groupFaults } from "./group-faults.ts";
import { isCertified } from "./recipe-attestation.ts";
import { recipeErrors } from "./recipe-errors.ts";
import { type Fault, faultsOfIssue, recipeRemark, remarkOnYaml } from "./recipe-fault.ts";
import { type Recipe, recipeSchema } from "./recipe-schema.ts";
import { smpFaults } from "./smp-schema.ts";

/** A recipe that has passed its schema; `hash` is SHA-256 (hex) of its canonical JSON, so comments and order do not change it. */
export interface LoadedRecipe {
  readonly recipe: Recipe;
  readonly hash: string;
  readonly text: string;
}

/** One fault of a recipe, where a person finds it. */
export interface RecipeFault {
  readonly path: string;
  readonly line: number | null;
  /** In English, and by its code for any language. */
  readonly message: string;
  readonly said: Pick<Remark, "says" | "facts">;
}

const maximumLength = 256 * 1024;

/** Parses and checks a recipe (YAML 1.2); throws `recipe.invalid` whose detail lists every fault with its line. */
export function parseRecipe(source: string): LoadedRecipe {
  const checked = checkRecipe(source);
  if ("recipe" in checked) return checked;
  throw recipeErrors.invalid(faultText(checked.faults));
}

/** All faults in one line. */
export const faultText = (faults: readonly RecipeFault[]): string =>
  faults.map(({ line, path, message }) => `${line === null ? "" : `line ${line}: `}${path} ${message}`).join("; ");

/** The recipe, or all its faults. Aliases are not expanded without bound: YAML's own limit holds. */
export function checkRecipe(source: string): LoadedRecipe | { readonly faults: readonly RecipeFault[] } {
  if (source.length > maximumLength) return { faults: [faultOf("", null, recipeRemark("too-large"))] };
  const lineCounter = new LineCounter();
  const document = parseDocument(source, { lineCounter, prettyErrors: false, uniqueKeys: true });
  if (document.errors.length > 0) {
    return {
      faults: document.errors.map((error) => faultOf("", lineCounter.linePos(error.pos[0]).line, remarkOnYaml(error))),
    };
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 20 });
  } catch (error) {
    // An alias to nothing, or a tree of them.
    const message = error instanceof Error ? error.message : String(error);
    return { faults: [faultOf("", null, recipeRemark("no-yaml", message))] };
  }
  const parsed = recipeSchema.safeParse(content, { reportInput: true });
  const lineOf = (path: readonly PropertyKey[]): number | null => {
    const offset = nodeAt(document.contents, path)?.range[0];
    return offset === undefined ? null : lineCounter.linePos(offset).line;
  };
  const faults = parsed.success ? ruleFaults(parsed.data) : parsed.error.issues.flatMap(faultsOfIssue);
  if (faults.length > 0 || !parsed.success) {
    return { faults: faults.map(({ path, remark }) => faultOf(path.join("."), lineOf(path), remark)) };
  }
  const text = canonicalJson(parsed.data);
  return { recipe: parsed.data, text, hash: createHash("sha256").update(text).digest("hex") };
}

const faultOf = (path: string, line: number | null, { says, facts, english }: Remark): RecipeFault => ({
  path,
  line,
  message: english,
  said: { says, facts },
});

/** What a schema cannot say: which placeholders make sense where. */
function ruleFaults(recipe: Recipe): readonly Fault[] {
  const allowed =
    recipe.attestation.type === "tpm" ? ["ek", "serialNumber", "model", "lot"] : ["serialNumber", "model", "lot"];
  return [
    ...keyFaults(recipe),
    ...groupFaults(recipe),
    ...consoleFaults(recipe),
    ...smpFaults(recipe),
    ...placeholderFaults(["registrationId"], recipe.registrationId, allowed),
    ...placeholderFaults(["enrollment", "deviceId"], recipe.enrollment.deviceId, [...allowed, "registrationId"]),
    ...textsIn(recipe.enrollment.initialTwin, ["enrollment", "initialTwin"]).flatMap(({ path, text }) =>
      placeholderFaults(path, text, ["serialNumber", "model", "lot", "registrationId"]),
    ),
    ...(/\{(?:ek|serialNumber)\}/.test(recipe.registrationId)
      ? []
      : [{ path: ["registrationId"], remark: recipeRemark("not-unique") }]),
  ];
}

function keyFaults({ attestation }: Recipe): readonly Fault[] {
  if (attestation.type === "tpm") {
    const { persist, activation } = attestation.endorsementKey;
    const path = ["attestation", "endorsementKey", "persist"];
    if (persist !== true || activation === "required") return [];
    return [{ path, remark: recipeRemark("proof-needed") }];
  }
  if (!isCertified(attestation)) return [];
  const remark = recipeRemark("key-in-tpm");
  const { where, handle } = attestation.key;
  if (where === "tpm") return [];
  return [
    ...(handle === undefined ? [] : [{ path: ["attestation", "key", "handle"], remark }]),
    ...(attestation.tpm === undefined ? [] : [{ path: ["attestation", "tpm"], remark }]),
    ...(attestation.persistStorageRootKey === undefined
      ? []
      : [{ path: ["attestation", "persistStorageRootKey"], remark }]),
  ];
}

/** Every text below a value, with its path: an unknown placeholder there would fail each unit at its last step. */
function textsIn(value: unknown, path: readonly PropertyKey[]): { path: readonly PropertyKey[]; text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value !== "object" || value === null) return [];
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  return [...entries].flatMap(([key, member]: [PropertyKey, unknown]) => textsIn(member, [...path, key]));
}

function placeholderFaults(
  path: readonly PropertyKey[],
  template: string,
  allowed: readonly string[],
): readonly Fault[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)]
    .map(([, name = ""]) => name)
    .filter((name) => !allowed.includes(name))
    .map((name) => ({
      path,
      remark: recipeRemark("placeholder", `{${name}}`, allowed.map((known) => `{${known}}`).join(" ")),
    }));
}

/** The node at a path, or the nearest one above it. */
function nodeAt(root: ParsedNode | null, path: readonly PropertyKey[]): ParsedNode | undefined {
  let node: ParsedNode | undefined = root ?? undefined;
  for (const key of path) {
    if (!isCollection(node)) break;
    const next: unknown = node.get(key, true);
    if (!isNode(next)) break;
    node = next as ParsedNode;
  }
  return node;
}
