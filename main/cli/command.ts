import type { ParseArgsOptionsConfig } from "node:util";
import type { Log } from "../base/log.ts";
import type { Output } from "./output.ts";

/** What a command is given: its own arguments, already checked against its options. */
export interface CommandInput {
  /** The words that named the command. */
  readonly words: string;
  readonly positionals: readonly string[];
  /** Value of a `--name VALUE` option. */
  readonly text: (name: string) => string | undefined;
  /** The same, for one that must be there; throws `set-up.usage`. */
  readonly required: (name: string) => string;
  readonly flag: (name: string) => boolean;
  readonly dataFolder: string;
  readonly output: Output;
  readonly log: Log;
  /** Aborts on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}

/** 0 done or PASS · 1 FAIL with a failure code. Usage (2) and station faults (3) are thrown. */
export type ExitCode = number;

/** One command of the command line. */
export interface Command {
  /** The words that name it, e.g. `lot open`. */
  readonly words: string;
  /** What follows them, for the help. */
  readonly usage: string;
  readonly positionals: number;
  /** Of the last one there may be more. */
  readonly more?: boolean;
  readonly options: ParseArgsOptionsConfig;
  run(input: CommandInput): Promise<ExitCode>;
}
