import { ORPCError } from "@orpc/client";
import { type Problem, problemSchema } from "../../main/api/contract/problem.ts";

/** What a failed call says to a person: the station's own problem, or that the station was not reached. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ORPCError) {
    const sent = problemSchema.safeParse(error.data);
    if (sent.success) return sent.data;
    return {
      code: "screen.refused",
      sentence: "The station did not understand. Try again.",
      detail: `${error.code}: ${error.message}`,
      retry: "same-unit",
    };
  }
  return {
    code: "screen.disconnected",
    sentence: "The station restarts. Wait a moment.",
    detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    retry: "same-unit",
  };
}
