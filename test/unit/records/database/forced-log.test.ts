import { describe, expect, it } from "vitest";
import { Deferred } from "../../../../main/base/async/deferred.ts";
import { ForcedLog } from "../../../../main/records/database/forced-log.ts";

const turn = (): Promise<void> => new Promise(setImmediate);

function slowFile() {
  const syncs: Deferred<void>[] = [];
  let closed = 0;
  const file = {
    sync: (): Promise<void> => {
      const deferred = new Deferred<void>();
      syncs.push(deferred);
      return deferred.promise;
    },
    close: (): Promise<void> => {
      closed += 1;
      return Promise.resolve();
    },
  };
  return { file, syncs, closed: () => closed };
}

describe("the log that is forced", () => {
  it("gives everybody who comes during a sync one further sync, never the one under way", async () => {
    const { file, syncs } = slowFile();
    const log = new ForcedLog(file);
    const ended: string[] = [];
    const first = log.force().then(() => ended.push("first"));
    await turn();
    const later = [log.force().then(() => ended.push("second")), log.force().then(() => ended.push("third"))];
    await turn();
    expect(syncs.length).toBe(1);
    syncs[0]?.resolve();
    await first;
    await turn();
    expect(ended).toEqual(["first"]);
    expect(syncs.length).toBe(2);
    syncs[1]?.resolve();
    await Promise.all(later);
    expect(ended).toEqual(["first", "second", "third"]);
  });

  it("forces a last time when it is closed, once, and closes its file after that", async () => {
    const { file, syncs, closed } = slowFile();
    const log = new ForcedLog(file);
    const closing = [log.close(), log.close(), log.force()];
    await turn();
    expect(syncs.length).toBe(1);
    expect(closed()).toBe(0);
    syncs[0]?.resolve();
    await Promise.all(closing);
    expect(closed()).toBe(1);
    expect(syncs.length).toBe(1);
  });

  it("stays failed once it has failed, and still closes its file", async () => {
    const { file, syncs, closed } = slowFile();
    const log = new ForcedLog(file);
    const first = log.force();
    await turn();
    syncs[0]?.reject(new Error("EIO"));
    for (const outcome of [first, log.force(), log.close(), log.force()]) {
      await expect(outcome).rejects.toMatchObject({ code: "records.disk-fault" });
    }
    expect(syncs.length).toBe(1);
    expect(closed()).toBe(1);
  });
});
