import type { Command } from "../command.ts";
import { withWorkshop } from "../with-workshop.ts";

const status: Command = {
  words: "enroll status",
  usage: "",
  positionals: 0,
  options: {},
  run: (input) =>
    withWorkshop(input, async ({ records }) => {
      const counts = await records.enrollments.counts();
      input.output.say(
        counts,
        Object.entries(counts)
          .map(([state, count]) => `${state} ${count}`)
          .join("  "),
      );
      return 0;
    }),
};

const flush: Command = {
  words: "enroll flush",
  usage: "",
  positionals: 0,
  options: {},
  run: (input) =>
    withWorkshop(input, async ({ queue }) => {
      const done = await queue.flush(input.signal);
      input.output.say(
        done,
        Object.entries(done)
          .map(([state, count]) => `${state} ${count}`)
          .join("  "),
      );
      return done.queued + done.conflict + done.rejected === 0 ? 0 : 1;
    }),
};

export const enrollCommands: readonly Command[] = [status, flush];
