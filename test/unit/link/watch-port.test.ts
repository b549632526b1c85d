import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { watchPort } from "../../../main/link/watch-port.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "touchmark-watch-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("watchPort", () => {
  it("tells at once that nothing is there", async () => {
    const told: boolean[] = [];
    const stop = watchPort(join(folder, "none"), (present) => told.push(present), { intervalMs: 5 });
    await vi.waitFor(() => expect(told).toEqual([false]));
    stop();
  });

  it("tells of a swap between two looks as gone and come back", async () => {
    const path = join(folder, "port");
    await writeFile(path, "");
    await writeFile(`${path}.other`, "");
    const told: boolean[] = [];
    const stop = watchPort(path, (present) => told.push(present), { intervalMs: 20 });
    await vi.waitFor(() => expect(told).toEqual([true]));
    await rename(`${path}.other`, path);
    await vi.waitFor(() => expect(told).toEqual([true, false, true]));
    stop();
  });

  it("tells a tcp address as present, once", async () => {
    const told: boolean[] = [];
    const stop = watchPort("tcp:127.0.0.1:9", (present) => told.push(present), { intervalMs: 5 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(told).toEqual([true]);
    stop();
  });
});
