import { implement } from "@orpc/server";
import { contract } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { reportProblem } from "../report-problem.ts";

/** The contract, ready to be implemented: the desk comes with every handler, every failure leaves as a coded problem. */
export const api = (desk: Desk) =>
  implement(contract)
    .use(({ next }) => next({ context: { desk } }))
    .use(async ({ next }) => {
      try {
        return await next();
      } catch (error) {
        throw reportProblem(error);
      }
    });

export type Api = ReturnType<typeof api>;
