import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../../renderer");
const files = readdirSync(root, { recursive: true, encoding: "utf8" });
const textOf = (path: string): string => readFileSync(join(root, path), "utf8");
const sheets = files.filter((path) => path.endsWith(".module.css"));
const sources = files.filter((path) => /\.tsx?$/.test(path)).map((path) => ({ path, text: textOf(path) }));

/** The classes a style sheet has rules for, those inside of @media too. */
function classesOf(sheet: string): Set<string> {
  const selectors = [
    ...textOf(sheet)
      .replaceAll(/\/\*.*?\*\//gs, "")
      .matchAll(/([^{};]*)\{/g),
  ];
  return new Set(selectors.flatMap(([, selector = ""]) => selector.match(/(?<=\.)[A-Za-z][\w-]*/g) ?? []));
}

/** The classes its readers name; `any` where one of them asks for a class by a variable. */
function namedIn(sheet: string): { readonly names: Set<string>; readonly any: boolean } {
  const names = new Set<string>();
  let any = false;
  for (const { path, text } of sources)
    for (const [, name = "", from = ""] of text.matchAll(/import (\w+) from "(\.[^"]+\.module\.css)"/g)) {
      if (normalize(join(dirname(path), from)) !== sheet) continue;
      for (const [, found = ""] of text.matchAll(new RegExp(`\\b${name}\\["([\\w-]+)"\\]`, "g"))) names.add(found);
      any ||= new RegExp(`\\b${name}\\[(?!")`).test(text);
    }
  return { names, any };
}

it.each(sheets)("%s has a rule for every class that is asked of it, and none that nobody asks for", (sheet) => {
  const classes = classesOf(sheet);
  const { names, any } = namedIn(sheet);
  expect([...names].filter((name) => !classes.has(name))).toEqual([]);
  expect(any ? [] : [...classes].filter((name) => !names.has(name))).toEqual([]);
});
