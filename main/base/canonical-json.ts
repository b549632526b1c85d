/**
 * JSON with the members of every object in code-unit order (names that are whole numbers first, in their order, as JavaScript has them)
 * and no white space: equal values give equal text. What JSON has no word for is left out of objects and null elsewhere, as JSON.stringify has it.
 */
export const canonicalJson = (value: unknown): string => JSON.stringify(ordered(value, "")) ?? "null";

/** The value itself if it is in that order, else a copy that is; a replacer for JSON.stringify would take four times as long, and manifests have a million entries. */
function ordered(given: unknown, name: string): unknown {
  if (typeof given !== "object" || given === null) return given;
  const value = hasOwnWay(given) ? given.toJSON(name) : given;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return orderedList(value);
  const members: Readonly<Record<string, unknown>> = { ...value };
  const names = Object.keys(members);
  const values = names.map((key) => ordered(members[key], key));
  const isInOrder = names.every((key, at) => (names[at - 1] ?? "") <= key && values[at] === members[key]);
  return isInOrder ? value : inOrder(names.map((key, at) => [key, values[at]]));
}

function orderedList(list: readonly unknown[]): readonly unknown[] {
  const copy = list.map((member, at) => ordered(member, String(at)));
  return copy.every((member, at) => member === list[at]) ? list : copy;
}

function inOrder(members: readonly (readonly [string, unknown])[]): Readonly<Record<string, unknown>> {
  const copy: Record<string, unknown> = {};
  for (const [key, member] of members.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (key === "__proto__") Object.defineProperty(copy, key, { value: member, enumerable: true });
    else if (typeof member !== "function") copy[key] = member;
  }
  return copy;
}

const hasOwnWay = (value: object): value is { toJSON(name: string): unknown } =>
  "toJSON" in value && typeof value.toJSON === "function";
