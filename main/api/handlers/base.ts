import { implement } from "@orpc/server";
import { z } from "zod";
import { contract, secondPersonSchema } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { reportProblem } from "../report-problem.ts";
import { needOf, needsSecond } from "../rights.ts";

const signedTwice = z.object({ second: secondPersonSchema });

/**
 * The contract, ready to be implemented: the desk comes with every handler, every failure leaves as a coded problem, and nothing is
 * done for whom it is not to be done.
 */
export const api = (desk: Desk) =>
  implement(contract)
    .use(({ next }) => next({ context: { desk } }))
    .use(async ({ next }) => {
      try {
        return await next();
      } catch (error) {
        throw reportProblem(error);
      }
    })
    .use(({ next, path }, input: unknown) => {
      const need = needOf(path);
      const { second } = signedTwice.safeParse(input).data ?? {};
      return desk.people.admit({ right: need.right, needsSecond: needsSecond(need, input), second }, () =>
        Promise.resolve(next()),
      );
    });
