import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OpenDatabase, openDatabase } from "../../../../main/records/database/open-database.ts";
import { inTransaction, inUnforcedTransaction } from "../../../../main/records/database/transaction.ts";

let folder: string;
let open: OpenDatabase;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-transaction-"));
  open = await openDatabase({ file: join(folder, "records.sqlite"), practice: true });
});

afterEach(() => {
  open.connection.close();
  rmSync(folder, { recursive: true, force: true });
});

const normal = 1;
const full = 2;
const synchronous = (): unknown => open.connection.pragma("synchronous", { simple: true });

describe("how far a transaction is forced", () => {
  it("forces to the disk, or leaves it to the next that does, and it is the transaction that decides", async () => {
    const { database } = open;
    const seen: unknown[] = [];
    const look = (): Promise<number> => Promise.resolve(seen.push(synchronous()));
    // Twice each: a pragma that is prepared once and kept would take effect the first time only.
    for (const transaction of [inUnforcedTransaction, inTransaction, inUnforcedTransaction, inTransaction]) {
      await transaction(database, look);
    }
    expect(seen).toEqual([normal, full, normal, full]);
  });

  it("forces again after an unforced transaction that failed", async () => {
    await expect(
      inUnforcedTransaction(open.database, () => Promise.reject(new Error("step went wrong"))),
    ).rejects.toThrow("step went wrong");
    expect(synchronous()).toBe(full);
  });

  it("never lends the weaker setting to a transaction that waits its turn", async () => {
    const seen: unknown[] = [];
    await Promise.all([
      inUnforcedTransaction(open.database, async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }),
      inTransaction(open.database, () => Promise.resolve(seen.push(synchronous()))),
    ]);
    expect(seen).toEqual([full]);
  });
});
