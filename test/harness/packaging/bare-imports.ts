import { isBuiltin } from "node:module";
import { parseAst } from "vite";

/** Packages a built file still asks for when it runs: what is neither part of Node nor a file beside it. */
export function bareImports(source: string): string[] {
  const found = new Set<string>();
  visit(parseAst(source), (specifier) => found.add(specifier));
  return [...found].filter((specifier) => !/^[./]/.test(specifier) && !isBuiltin(specifier));
}

interface AnyNode {
  readonly type: string;
  readonly source?: { readonly value?: unknown } | null;
  readonly callee?: { readonly name?: string };
  readonly arguments?: readonly { readonly value?: unknown }[];
}

/** Every import, re-export, `import()` and `require()` of a fixed name. */
function visit(node: unknown, report: (specifier: string) => void): void {
  if (Array.isArray(node)) {
    for (const one of node) visit(one, report);
  } else if (typeof node === "object" && node !== null) {
    if ("type" in node) reportNode(node as AnyNode, report);
    for (const child of Object.values(node)) visit(child, report);
  }
}

function reportNode({ source, callee, arguments: given }: AnyNode, report: (specifier: string) => void): void {
  if (typeof source?.value === "string") report(source.value);
  const required = given?.[0]?.value;
  if ((callee?.name === "require" || callee?.name === "__require") && typeof required === "string") report(required);
}
