import { deviceErrors } from "../device-errors.ts";

/**
 * One statement of a TOML 1.0 file with the line ends and the comment that belong to it: together they are the file, byte for
 * byte. `path` is the dotted name: of a table for `table`, within its table for `value`.
 */
export type TomlStatement =
  | { readonly kind: "blank"; readonly text: string }
  | { readonly kind: "table"; readonly text: string; readonly path: readonly string[]; readonly many: boolean }
  | { readonly kind: "value"; readonly text: string; readonly path: readonly string[]; readonly value: string };

const blank = /^[ \t]*(?:#[^\n]*|\r)?(?:\n|$)/;
const header = /^[ \t]*(\[\[?)([^\]\n]+)\]\]?[ \t]*(?:#[^\n]*|\r)?(?:\n|$)/;
const assignment =
  /^[ \t]*((?:[A-Za-z0-9_-]+|"[^"\\\n]*"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[A-Za-z0-9_-]+|"[^"\\\n]*"|'[^'\n]*'))*)[ \t]*=[ \t]*/;
const rest = /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/;
// Strings first, the long ones before the short; then what opens and closes, comments, and anything else.
const token =
  /^(?:"""[\s\S]*?"{3,5}|'''[\s\S]*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[[{]|[\]}]|#[^\n]*|\r?\n|[^"'[\]{}#\n]+?(?=["'[\]{}#\n]|\r\n|$))/;

/** Cuts a file into its statements; throws `device.refused` where it is not TOML. */
export function tomlStatements(file: string): readonly TomlStatement[] {
  const statements: TomlStatement[] = [];
  for (let offset = 0; offset < file.length; ) {
    const statement = nextStatement(file.slice(offset));
    if (statement === undefined || statement.text === "") {
      const line = file.slice(0, offset).split("\n").length;
      throw deviceErrors.refused(`the file on the device is not TOML at line ${line}`);
    }
    statements.push(statement);
    offset += statement.text.length;
  }
  return statements;
}

function nextStatement(text: string): TomlStatement | undefined {
  const [empty] = blank.exec(text) ?? [];
  if (empty !== undefined) return { kind: "blank", text: empty };
  const [table, open = "", name = ""] = header.exec(text) ?? [];
  if (table !== undefined) return { kind: "table", text: table, path: keyPath(name), many: open === "[[" };
  const [start, key = ""] = assignment.exec(text) ?? [];
  if (start === undefined) return undefined;
  const value = valueAt(text.slice(start.length));
  if (value === undefined) return undefined;
  const after = rest.exec(text.slice(start.length + value.length));
  if (after === null) return undefined;
  const whole = text.slice(0, start.length + value.length + after[0].length);
  return { kind: "value", text: whole, path: keyPath(key), value: value.trimEnd() };
}

/** A value's text: it ends at the line's end or a comment, but not inside brackets. */
function valueAt(text: string): string | undefined {
  let depth = 0;
  let length = 0;
  while (length < text.length) {
    const [piece = ""] = token.exec(text.slice(length)) ?? [];
    if (piece === "") return undefined;
    const ends = piece.startsWith("#") || piece === "\n" || piece === "\r\n";
    if (ends && depth === 0) break;
    if (piece === "[" || piece === "{") depth += 1;
    if (piece === "]" || piece === "}") depth -= 1;
    if (depth < 0) return undefined;
    length += piece.length;
  }
  return depth === 0 && length > 0 ? text.slice(0, length) : undefined;
}

const keyPath = (key: string): readonly string[] =>
  [...key.matchAll(/"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+)/g)].map(
    ([, basic, literal, bare]) => basic ?? literal ?? bare ?? "",
  );

/** The text of a one-line TOML string; `undefined` for any other value. */
export function tomlText(value: string): string | undefined {
  if (/^'[^'\n]*'$/.test(value)) return value.slice(1, -1);
  if (!/^"(?:[^"\\\n]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})*"$/.test(value)) return undefined;
  const parsed: unknown = JSON.parse(value.replaceAll("\t", "\\t"));
  return typeof parsed === "string" ? parsed : undefined;
}
