import type { Command } from "./command.ts";

export const helpText = (commands: readonly Command[]): string =>
  `${[
    "touchmark: the station at which a device gets its identity",
    "",
    ...commands.map(({ words, usage }) => `  touchmark ${words} ${usage}`.trimEnd()),
    "",
    "Every command takes --data DIR (the station's folder) and --json (one document per line).",
    "Exit 0: done or PASS. 1: FAIL with a code. 2: usage. 3: station fault.",
  ].join("\n")}\n`;
