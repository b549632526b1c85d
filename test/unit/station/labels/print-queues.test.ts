import { describe, expect, it } from "vitest";
import { Deferred } from "../../../../main/base/async/deferred.ts";
import { PrintQueues } from "../../../../main/station/labels/print-queues.ts";
import { printerErrors } from "../../../../main/station/labels/printer-errors.ts";
import { labelErrors } from "../../../../main/label/label-errors.ts";

const queues = () => new PrintQueues(() => undefined);

describe("the queues of printers", () => {
  it("print one label at a time on each, and on none wait for another", async () => {
    const all = queues();
    const slow = new Deferred<void>();
    const done: string[] = [];
    const first = all.run("a", () => slow.promise.then(() => void done.push("a1")));
    const second = all.run("a", () => Promise.resolve(void done.push("a2")));
    await all.run("b", () => Promise.resolve(void done.push("b")));
    expect(done).toEqual(["b"]);
    expect([all.waiting("a"), all.waiting("b")]).toEqual([2, 0]);
    slow.resolve();
    await Promise.all([first, second]);
    expect(done).toEqual(["b", "a1", "a2"]);
  });

  it("keep what is wrong with the printer until it prints again; a faulty label is none of its faults", async () => {
    const all = queues();
    await expect(all.run("a", () => Promise.reject(printerErrors.paperOut("x")))).rejects.toThrow();
    expect(all.problem("a")?.code).toBe("printer.paper-out");
    await expect(all.run("a", () => Promise.reject(labelErrors.noValue("x")))).rejects.toThrow();
    expect(all.problem("a")?.code).toBe("printer.paper-out");
    await all.run("a", () => Promise.resolve());
    expect(all.problem("a")).toBeNull();
  });

  it("are bounded", async () => {
    const all = queues();
    const slow = new Deferred<void>();
    const running = Array.from({ length: 200 }, () => all.run("a", () => slow.promise));
    expect(() => all.run("a", () => slow.promise)).toThrow(/printer\.full/);
    slow.resolve();
    await Promise.all(running);
  });

  it("settle all that waits when the station closes", async () => {
    const all = queues();
    const first = all.run(
      "a",
      (signal) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("let go")))),
    );
    const second = all.run("a", () => Promise.resolve());
    const ends = Promise.allSettled([first, second]);
    await Promise.resolve();
    await all.close();
    expect(await ends).toMatchObject([{ reason: { message: "let go" } }, { reason: { code: "station.cancelled" } }]);
  });
});
