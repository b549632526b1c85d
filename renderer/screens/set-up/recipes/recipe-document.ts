import {
  Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  type ParsedNode,
  parseDocument,
  Scalar,
  type YAMLMap,
} from "yaml";

/** What a form sets a member to; undefined takes it away. */
export type MemberValue = string | number | boolean | readonly unknown[] | object | undefined;

type Path = readonly string[];

/** The text a person edits, read as YAML: what a form shows of it, and how it changes it. Comments and order stay. */
export class RecipeDocument {
  readonly source: string;
  readonly #document: ReturnType<typeof parseDocument>;

  private constructor(source: string, document: ReturnType<typeof parseDocument>) {
    this.source = source;
    this.#document = document;
  }

  /** Undefined for what is not a map in YAML. */
  static read(source: string): RecipeDocument | undefined {
    const document = parseDocument(source, { prettyErrors: false });
    const readable = document.errors.length === 0 && (document.contents === null || isMap(document.contents));
    return readable ? new RecipeDocument(source, document) : undefined;
  }

  /** Undefined where nothing is said. */
  valueAt(path: string): unknown {
    const node = this.#nodeAt(path.split("."));
    if (node === undefined || (isScalar(node) && node.value === null)) return undefined;
    const value: unknown = node.toJS(this.#document);
    return value;
  }

  /** The text with one member set, or taken away with what is empty without it. `order`: paths as the schema has them. */
  withMember(path: string, value: MemberValue, order: readonly string[]): string {
    const keys = path.split(".");
    const spliced = value === undefined ? undefined : this.#spliced(keys, value);
    if (spliced !== undefined) return spliced;
    const document = this.#document.clone();
    if (value === undefined) remove(document, keys);
    else put(document, keys, { value, order });
    return written(document);
  }

  /** A single word in place of another: not one other character changes. */
  #spliced(keys: Path, value: MemberValue): string | undefined {
    const node = this.#nodeAt(keys);
    const isWord = typeof value === "number" || typeof value === "boolean" || typeof value === "string";
    if (!isWord || !isScalar(node) || node.value === null || node.anchor !== undefined || node.tag !== undefined)
      return undefined;
    const [start, end] = node.range ?? [0, 0];
    const before = this.source.slice(start, end);
    if (start === end || before.includes("\n") || String(value).includes("\n")) return undefined;
    return this.source.slice(0, start) + wordOf(value, node.type) + this.source.slice(end);
  }

  #nodeAt(keys: Path): ParsedNode | undefined {
    let node: unknown = this.#document.contents;
    for (const key of keys) {
      if (!isCollection(node)) return undefined;
      node = node.get(key, true);
    }
    return isNode(node) ? (node as ParsedNode) : undefined;
  }
}

/** The same recipe under another name. */
export function renamed(source: string, taken: readonly string[]): string {
  const document = RecipeDocument.read(source);
  const name = document?.valueAt("recipe");
  if (document === undefined || typeof name !== "string" || !taken.includes(name)) return source;
  const free = [...Array(taken.length + 1).keys()]
    .map((count) => copyName(name, count))
    .find((one) => !taken.includes(one));
  return document.withMember("recipe", free ?? name, ["recipe"]);
}

const longestName = 64;

function copyName(name: string, count: number): string {
  const ending = count === 0 ? "-copy" : `-copy-${count + 1}`;
  return name.slice(0, longestName - ending.length) + ending;
}

/** YAML of a member that has no field of its own. */
export const structureText = (value: unknown): string =>
  value === undefined ? "" : written(new Document(value)).trimEnd();

/** Undefined where the text is not YAML. */
export function structureOf(text: string): { readonly value: MemberValue } | undefined {
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) return undefined;
  try {
    const value: MemberValue | null = document.toJS({ maxAliasCount: 20 });
    return { value: value ?? undefined };
  } catch {
    return undefined;
  }
}

const written = (document: Document | ReturnType<typeof parseDocument>): string => document.toString({ lineWidth: 0 });

/** As it would stand in a flow, where fewer words may stand bare: right in a block too. */
function wordOf(value: string | number | boolean, type: Scalar["type"]): string {
  const scalar = new Scalar(value);
  if (typeof value === "string" && (type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE)) scalar.type = type;
  const document = new Document([scalar]);
  if (isCollection(document.contents)) document.contents.flow = true;
  return written(document).trim().slice(1, -1).trim();
}

interface Setting {
  readonly value: MemberValue;
  readonly order: readonly string[];
}

function put(document: Document | ReturnType<typeof parseDocument>, keys: Path, { value, order }: Setting): void {
  // What stands in the way, such as a member with nothing behind its colon.
  keys.slice(0, -1).forEach((_key, depth) => {
    const above = keys.slice(0, depth + 1);
    if (document.hasIn(above) && !isCollection(document.getIn(above, true))) document.deleteIn(above);
  });
  const depth = keys.findIndex((_key, index) => !document.hasIn(keys.slice(0, index + 1)));
  document.setIn(keys, document.createNode(value));
  if (depth < 0) return;
  const map = depth === 0 ? document.contents : document.getIn(keys.slice(0, depth), true);
  if (isMap(map)) placeInOrder(map, keys.slice(0, depth + 1), order);
}

/** The new member goes where the schema has it: before the first that comes later there. */
function placeInOrder(map: YAMLMap, path: Path, order: readonly string[]): void {
  const above = path.slice(0, -1);
  const rank = (key: unknown): number => {
    const start = [...above, String(isScalar(key) ? key.value : key)].join(".");
    const found = order.findIndex((one) => one === start || one.startsWith(`${start}.`));
    return found < 0 ? order.length : found;
  };
  const added = map.items.pop();
  if (added === undefined) return;
  const mine = rank(added.key);
  const later = map.items.findIndex(({ key }) => rank(key) > mine);
  map.items.splice(later < 0 ? map.items.length : later, 0, added);
}

function remove(document: Document | ReturnType<typeof parseDocument>, keys: Path): void {
  document.deleteIn(keys);
  for (let depth = keys.length - 1; depth > 0; depth -= 1) {
    const above = document.getIn(keys.slice(0, depth), true);
    if (!isMap(above) || above.items.length > 0) return;
    document.deleteIn(keys.slice(0, depth));
  }
}
