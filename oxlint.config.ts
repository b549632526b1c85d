import { defineConfig } from "oxlint";
import boundaries from "./boundaries.json" with { type: "json" };

type Rooms = Readonly<Record<string, readonly string[]>>;
const rooms: Rooms = boundaries.rooms;
const packageHomes: Rooms = boundaries.packages;

const isHome = (room: string, homes: readonly string[]): boolean =>
  homes.some((home) => room === home || room.startsWith(`${home}/`));

/** The rooms of `main/` that a room must not reach, as they look in a relative import. */
function forbiddenRooms(room: string): string[] {
  const allowed = [room, ...(rooms[room] ?? [])];
  return Object.keys(rooms)
    .filter(
      (other) =>
        /^main\/[a-z]+$/.test(other) && !allowed.some((path) => path === other || path.startsWith(`${other}/`)),
    )
    .map((other) => other.slice("main/".length));
}

// The last override that fits a file wins: an inner room comes after the room around it.
const roomOverrides = Object.keys(rooms)
  .sort((a, b) => a.length - b.length)
  .map((room) => ({
    files: [`${room}/**/*.ts`, `${room}/**/*.tsx`],
    rules: {
      "no-restricted-imports": [
        "error" as const,
        {
          paths: Object.entries(packageHomes)
            .filter(([, homes]) => !isHome(room, homes))
            .map(([name, homes]) => ({ name, message: `only ${homes.join(", ")} may import it (boundaries.json)` })),
          patterns: [
            {
              regex: `^(?:\\.\\./)+(?:main/)?(?:${forbiddenRooms(room).join("|")})/`,
              message: `${room} may not import that room (boundaries.json)`,
            },
          ],
        },
      ] satisfies [string, object],
    },
  }));

export default defineConfig({
  plugins: ["typescript", "import", "unicorn", "oxc", "react", "promise"],
  categories: { correctness: "error", suspicious: "error" },
  options: { typeAware: true },
  rules: {
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/consistent-type-imports": "error",
    "import/no-default-export": "error",
    "import/no-cycle": "error",
    "max-lines": ["error", { max: 500, skipBlankLines: false, skipComments: false }],
    "max-lines-per-function": ["error", { max: 70, skipBlankLines: true, skipComments: true }],
    "max-params": ["error", { max: 4 }],
    eqeqeq: "error",
    "no-console": "error",
    "react/react-in-jsx-scope": "off",
    "unicorn/no-array-sort": "off",
    "import/no-unassigned-import": "off",
    "typescript/no-unsafe-type-assertion": "off",
    "no-await-in-loop": "off",
    "unicorn/consistent-function-scoping": "off",
    "no-shadow": "off",
    // tsc already refuses a switch that does not return for every member of a union.
    "typescript/consistent-return": "off",
    "promise/no-promise-in-callback": "off",
  },
  overrides: [
    ...(roomOverrides as []),
    { files: ["*.config.ts"], rules: { "import/no-default-export": "off" } },
    { files: ["test/**", "main/cli/**", "*.ts"], rules: { "no-console": "off" } },
    { files: ["test/**"], rules: { "max-lines-per-function": "off", "typescript/no-non-null-assertion": "off" } },
  ],
  ignorePatterns: ["out/**", "release/**", "node_modules/**"],
});
