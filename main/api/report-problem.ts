import { ORPCError } from "@orpc/server";
import { asStationError } from "../base/errors/base-errors.ts";
import type { StationError } from "../base/errors/station-error.ts";
import type { Problem } from "./contract/index.ts";

/** A StationError in the form that crosses to a screen; cause and stack stay here. */
export const problemOf = ({ code, sentence, detail, retry }: StationError): Problem => ({
  code,
  sentence,
  detail,
  retry,
});

/** Any failure of a handler as the error a screen gets: the station's code, the worker's sentence, the Problem as data. */
export function reportProblem(error: unknown): ORPCError<string, Problem | undefined> {
  if (error instanceof ORPCError) return error;
  const problem = problemOf(asStationError(error));
  return new ORPCError(problem.code, { status: 422, message: problem.sentence, data: problem });
}

/** The same for events: what goes wrong between two of them is thrown after the handler has long returned. */
export async function* codedEvents<Event>(events: AsyncGenerator<Event, void>): AsyncGenerator<Event, void> {
  try {
    yield* events;
  } catch (error) {
    throw reportProblem(error);
  }
}
