import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, it } from "vitest";
import boundaries from "../../boundaries.json" with { type: "json" };

const root = join(import.meta.dirname, "../..");
const rooms: Readonly<Record<string, readonly string[]>> = boundaries.rooms;
const packages: Readonly<Record<string, readonly string[]>> = boundaries.packages;
const importPattern = /(?:from|import)\s*\(?\s*["']([^"']+)["']/g;

interface Edge {
  readonly from: string;
  readonly to: string;
}

const sources = ["main", "preload", "renderer"].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => join(top, name)),
);

const edges: readonly Edge[] = sources.flatMap((from) =>
  [...readFileSync(join(root, from), "utf8").matchAll(importPattern)].map(([, specifier = ""]) => ({
    from,
    to: specifier.startsWith(".") ? normalize(join(dirname(from), specifier)) : specifier,
  })),
);

const inside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
const roomOf = (path: string): string | undefined =>
  Object.keys(rooms)
    .filter((room) => inside(path, room))
    .sort((a, b) => b.length - a.length)[0];
const isLocal = (edge: Edge): boolean => ["main", "preload", "renderer"].some((top) => inside(edge.to, top));
const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

describe("imports run one way", () => {
  it("sees the house", () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(edges.length).toBeGreaterThan(20);
  });

  it("gives every source file a room", () => {
    expect(sources.filter((path) => roomOf(path) === undefined)).toEqual([]);
  });

  it("lets a room import only the rooms below it", () => {
    const wrong = edges.filter(isLocal).filter((edge) => {
      const from = roomOf(edge.from) ?? "";
      const to = roomOf(edge.to) ?? "";
      return from !== to && !(rooms[from] ?? []).includes(to);
    });
    expect(wrong.map((edge) => `${edge.from} → ${edge.to}`)).toEqual([]);
  });

  it("keeps packages in their rooms", () => {
    const wrong = edges.filter((edge) => {
      const homes = packages[packageOf(edge.to)];
      return homes !== undefined && !homes.some((home) => inside(edge.from, home));
    });
    expect(wrong.map((edge) => `${edge.from} → ${edge.to}`)).toEqual([]);
  });

  it("keeps Node out of the contract, the renderer and everything they see", () => {
    const wrong = edges.filter(
      (edge) =>
        (inside(edge.from, "renderer") || inside(edge.from, "main/api/contract")) &&
        (edge.to.startsWith("node:") || edge.to === "electron"),
    );
    expect(wrong.map((edge) => `${edge.from} → ${edge.to}`)).toEqual([]);
  });

  it("lets the contract import only the schema library", () => {
    const wrong = edges.filter(
      (edge) =>
        inside(edge.from, "main/api/contract") &&
        !isLocal(edge) &&
        !boundaries.contractPackages.includes(packageOf(edge.to)),
    );
    expect(wrong.map((edge) => `${edge.from} → ${edge.to}`)).toEqual([]);
  });

  it("has every local import resolve to a file", () => {
    const known = new Set(sources);
    const wrong = edges.filter((edge) => isLocal(edge) && /\.tsx?$/.test(edge.to) && !known.has(edge.to));
    expect(wrong.map((edge) => `${edge.from} → ${edge.to}`)).toEqual([]);
  });

  it("has no cycle", () => {
    expect(findCycle()).toBeUndefined();
  });
});

describe("files stay small", () => {
  it("has none over 500 lines", () => {
    const long = sources.filter((path) => readFileSync(join(root, path), "utf8").split("\n").length > 500);
    expect(long.map((path) => relative(root, join(root, path)))).toEqual([]);
  });
});

function findCycle(): string | undefined {
  const next = Map.groupBy(edges.filter(isLocal), (edge) => edge.from);
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path].join(" → ");
    if (done.has(path)) return undefined;
    for (const edge of next.get(path) ?? []) {
      const cycle = visit(edge.to, [...trail, path]);
      if (cycle !== undefined) return cycle;
    }
    done.add(path);
    return undefined;
  };
  return sources.map((path) => visit(path, [])).find((cycle) => cycle !== undefined);
}
