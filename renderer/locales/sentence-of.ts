import type { Problem } from "../../main/api/contract/index.ts";
import { sentences } from "./texts.ts";

/** What the worker does about a problem, in the language in use, else as the station says it. */
export const sentenceOf = (problem: Pick<Problem, "code" | "sentence">): string =>
  sentences[problem.code] ?? problem.sentence;
