import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { Errands } from "../../../../main/base/async/errands.ts";

it("waits for every errand, those begun meanwhile included, and tells of one that failed", async () => {
  const done: string[] = [];
  const faults: unknown[] = [];
  const errands = new Errands((error, errand) => faults.push([errand, error]));
  errands.run("first", async () => {
    await delay(5);
    errands.run("second", async () => {
      await delay(5);
      done.push("second");
    });
    done.push("first");
  });
  errands.run("third", () => Promise.reject(new Error("broken")));
  await errands.settled();
  expect(done).toEqual(["first", "second"]);
  expect(faults).toEqual([["third", new Error("broken")]]);
  await errands.settled();
});
