import type { Problem } from "../../main/api/contract/index.ts";
import { problemSentences } from "./en.ts";

/** What the worker does about a problem, in the language in use, else as the station says it. */
export const sentenceOf = (problem: Problem): string => problemSentences[problem.code] ?? problem.sentence;
