/**
 * JSON with the members of every object in code-unit order (names that are whole numbers first, in their order, as JavaScript has them)
 * and no white space: equal values give equal text. What JSON has no word for is left out of objects and null elsewhere, as JSON.stringify has it.
 */
export const canonicalJson = (value: unknown): string => JSON.stringify(ordered(value, "")) ?? "null";

/** A copy in that order; a replacer for JSON.stringify would do it too, in four times the time, and manifests have a million entries. */
function ordered(given: unknown, name: string): unknown {
  if (typeof given !== "object" || given === null) return given;
  const value = hasOwnWay(given) ? given.toJSON(name) : given;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((member, at) => ordered(member, String(at)));
  const copy: Record<string, unknown> = {};
  const members: Readonly<Record<string, unknown>> = { ...value };
  for (const key of Object.keys(members).sort()) {
    const member = ordered(members[key], key);
    if (key === "__proto__") Object.defineProperty(copy, key, { value: member, enumerable: true });
    else if (typeof member !== "function") copy[key] = member;
  }
  return copy;
}

const hasOwnWay = (value: object): value is { toJSON(name: string): unknown } =>
  "toJSON" in value && typeof value.toJSON === "function";
