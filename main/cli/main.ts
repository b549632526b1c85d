import { parseArgs } from "node:util";
import { resolve } from "node:path";
import { asStationError } from "../base/errors/base-errors.ts";
import { isStationError, type StationError } from "../base/errors/station-error.ts";
import { createLog } from "../station/create-log.ts";
import { defaultDataFolder } from "../station/data-folder.ts";
import { setUpErrors } from "../station/station-errors.ts";
import type { Command, CommandInput } from "./command.ts";
import { commands } from "./commands.ts";
import { helpText } from "./help-text.ts";
import { Output } from "./output.ts";

const usageExit = 2;
const faultExit = 3;

const commonOptions = {
  data: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

function findCommand(words: readonly string[]): Command | undefined {
  return commands.find((command) => command.words === words.slice(0, command.words.split(" ").length).join(" "));
}

/** Those that begin with the word (`touchmark tpm`), or all if none does. */
function ofTopic(word: string | undefined): readonly Command[] {
  const some = commands.filter(({ words }) => words.split(" ")[0] === word);
  return some.length > 0 ? some : commands;
}

function readArguments(command: Command, words: readonly string[], signal: AbortSignal): CommandInput | "help" {
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({
      args: words.slice(command.words.split(" ").length),
      options: { ...command.options, ...commonOptions },
      allowPositionals: true,
    });
  } catch (cause) {
    throw setUpErrors.usage(cause instanceof Error ? cause.message : String(cause), cause);
  }
  const { values, positionals } = parsed;
  if (values["help"] === true) return "help";
  const isTooMany = positionals.length > command.positionals && command.more !== true;
  if (positionals.length < command.positionals || isTooMany) {
    throw setUpErrors.usage(`touchmark ${command.words} ${command.usage}`);
  }
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === "string" ? value : undefined;
  };
  return {
    words: command.words,
    positionals,
    text,
    required: (name) => {
      const value = text(name);
      if (value === undefined)
        throw setUpErrors.usage(`--${name} is missing: touchmark ${command.words} ${command.usage}`);
      return value;
    },
    flag: (name) => values[name] === true,
    dataFolder: resolve(text("data") ?? defaultDataFolder()),
    output: new Output(values["json"] === true),
    log: createLog(),
    signal,
  };
}

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => {
      stop.abort();
    });
  }
  return stop.signal;
}

function reportFault(error: StationError): number {
  process.stderr.write(`${error.code}: ${error.sentence}\n${error.detail}\n`);
  return isStationError(error, "set-up.usage") ? usageExit : faultExit;
}

/** Runs the command that the words name; answers the exit code. */
async function main(words: readonly string[]): Promise<number> {
  const command = findCommand(words);
  if (command === undefined) {
    const asked = words.length === 0 || words.includes("--help") || words.includes("-h") || words[0] === "help";
    if (!asked) process.stderr.write(`touchmark: no such command: ${words.slice(0, 2).join(" ")}\n\n`);
    (asked ? process.stdout : process.stderr).write(helpText(ofTopic(words[0])));
    return asked ? 0 : usageExit;
  }
  try {
    const input = readArguments(command, words, stopSignal());
    if (input === "help") {
      process.stdout.write(`${`touchmark ${command.words} ${command.usage}`.trimEnd()}\n`);
      return 0;
    }
    return await command.run(input);
  } catch (error) {
    return reportFault(asStationError(error));
  }
}

// Whoever read our output went away ("| head"): the unit in the fixture is finished all the same.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await main(process.argv.slice(2));
