import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Deferred } from "../../../../main/base/async/deferred.ts";
import { ForcedLog } from "../../../../main/records/database/forced-log.ts";
import { type OpenDatabase, openDatabase } from "../../../../main/records/database/open-database.ts";
import {
  forceSoon,
  standOn,
  inTransaction,
  inUnforcedTransaction,
  transactionsSettled,
} from "../../../../main/records/database/transaction.ts";
import type { Kysely } from "kysely";
import type { Tables } from "../../../../main/records/database/tables.ts";

let folder: string;
let file: string;
let open: OpenDatabase;
let syncs: Deferred<void>[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-transaction-"));
  file = join(folder, "records.sqlite");
  open = await openDatabase({ file, practice: true });
  syncs = [];
  const sync = (): Promise<void> => {
    const deferred = new Deferred<void>();
    syncs.push(deferred);
    return deferred.promise;
  };
  const log = new ForcedLog({ sync, close: () => Promise.resolve() });
  standOn(open.database, { connection: open.connection, log });
});

afterEach(() => {
  open.connection.close();
  rmSync(folder, { recursive: true, force: true });
});

const turn = (): Promise<void> => new Promise(setImmediate);
const synchronous = (): unknown => open.connection.pragma("synchronous", { simple: true });
const note = (name: string) => async (transaction: Kysely<Tables>) => {
  await transaction.insertInto("facts").values({ name, value: "1" }).execute();
};
/** What another process would find in the file. */
function factsOnFile(): unknown[] {
  const other = new Database(file, { readonly: true });
  try {
    return other.prepare("select name from facts where value = '1' order by name").pluck().all();
  } finally {
    other.close();
  }
}

describe("a forced transaction", () => {
  it("is committed first, then forced, and resolves only then", async () => {
    let isDone = false;
    const done = inTransaction(open.database, note("a")).then(() => (isDone = true));
    while (syncs.length === 0) await turn();
    expect(factsOnFile()).toEqual(["a"]);
    await turn();
    expect(isDone).toBe(false);
    syncs[0]?.resolve();
    await done;
  });

  it("lets others write while the disk is at work, and shares the next sync with them", async () => {
    const first = inTransaction(open.database, note("a"));
    while (syncs.length === 0) await turn();
    const others = Promise.all([inTransaction(open.database, note("b")), inTransaction(open.database, note("c"))]);
    await inUnforcedTransaction(open.database, note("d"));
    expect(factsOnFile()).toEqual(["a", "b", "c", "d"]);
    expect(syncs.length).toBe(1);
    syncs[0]?.resolve();
    await first;
    while (syncs.length === 1) await turn();
    syncs[1]?.resolve();
    await others;
    expect(syncs.length).toBe(2);
  });

  it("does not resolve when the disk fails, and no later one does", async () => {
    const first = inTransaction(open.database, note("a"));
    while (syncs.length === 0) await turn();
    syncs[0]?.reject(new Error("EIO"));
    await expect(first).rejects.toMatchObject({ code: "records.disk-fault" });
    await expect(inTransaction(open.database, note("b"))).rejects.toMatchObject({ code: "records.disk-fault" });
    expect(syncs.length).toBe(1);
  });

  it("is not forced when it failed", async () => {
    const failed = inTransaction(open.database, () => Promise.reject(new Error("no")));
    await expect(failed).rejects.toThrow("no");
    expect(syncs.length).toBe(0);
  });
});

describe("transactions asked for at the same time", () => {
  const commits = (): string[] => {
    const texts: string[] = [];
    const prepare = open.connection.prepare.bind(open.connection);
    vi.spyOn(open.connection, "prepare").mockImplementation((text) => {
      const statement = prepare(text);
      const run = statement.run.bind(statement);
      return Object.assign(statement, {
        run: (...values: unknown[]) => {
          if (text === "commit") texts.push(text);
          return run(...values);
        },
      });
    });
    return texts;
  };

  it("are committed together, and one that fails takes nothing of the others with it", async () => {
    const committed = commits();
    const failing = async (transaction: Kysely<Tables>) => {
      await note("b")(transaction);
      throw new Error("no");
    };
    const [a, b, c] = await Promise.allSettled([
      inUnforcedTransaction(open.database, note("a")),
      inUnforcedTransaction(open.database, failing),
      inUnforcedTransaction(open.database, note("c")),
    ]);
    expect([a?.status, b?.status, c?.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(factsOnFile()).toEqual(["a", "c"]);
    expect(committed.length).toBe(1);
  });

  it("see what the one before wrote, in the order asked", async () => {
    const seen: number[] = [];
    const count = async (transaction: Kysely<Tables>) => {
      const rows = await transaction.selectFrom("facts").select("name").where("value", "=", "1").execute();
      seen.push(rows.length);
    };
    const order = [note("a"), count, note("b"), count];
    await Promise.all(order.map((task) => inUnforcedTransaction(open.database, task)));
    expect(seen).toEqual([1, 2]);
  });

  it("all fail when SQLite gives up the whole, and the next ones do not", async () => {
    const givesUp = (): Promise<never> => {
      open.connection.exec("rollback");
      return Promise.reject(new Error("disk full"));
    };
    const results = await Promise.allSettled([
      inUnforcedTransaction(open.database, note("a")),
      inUnforcedTransaction(open.database, givesUp),
      inUnforcedTransaction(open.database, note("c")),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(factsOnFile()).toEqual([]);
    await inUnforcedTransaction(open.database, note("d"));
    expect(factsOnFile()).toEqual(["d"]);
  });

  it("have ended when they are said to have settled", async () => {
    let hasEnded = false;
    const written = inUnforcedTransaction(open.database, note("a")).then(() => (hasEnded = true));
    await transactionsSettled(open.database);
    expect(factsOnFile()).toEqual(["a"]);
    await written;
    expect(hasEnded).toBe(true);
  });
});

describe("an unforced transaction", () => {
  it("resolves without the disk", async () => {
    await inUnforcedTransaction(open.database, note("a"));
    expect(syncs.length).toBe(0);
    expect(factsOnFile()).toEqual(["a"]);
  });

  it("can be forced without anybody waiting, and a disk that fails then is told by the next forced one", async () => {
    await inUnforcedTransaction(open.database, note("a"));
    forceSoon(open.database);
    while (syncs.length === 0) await turn();
    syncs[0]?.reject(new Error("EIO"));
    await turn();
    await expect(inTransaction(open.database, note("b"))).rejects.toMatchObject({ code: "records.disk-fault" });
  });

  it("leaves statements of their own to be forced by SQLite, failed or not", async () => {
    const seen: unknown[] = [];
    for (let time = 0; time < 2; time += 1) {
      // Twice: a pragma that is prepared once and kept takes effect the first time only.
      await inUnforcedTransaction(open.database, () => Promise.resolve(seen.push(synchronous())));
      seen.push(synchronous());
    }
    await inUnforcedTransaction(open.database, () => Promise.reject(new Error("no"))).catch(() => undefined);
    seen.push(synchronous());
    const [normal, full] = [1, 2];
    expect(seen).toEqual([normal, full, normal, full, full]);
  });
});
