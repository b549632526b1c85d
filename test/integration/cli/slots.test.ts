import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSystem } from "../../harness/fake-system.ts";
import { type PtyPort, ptyTo, socatAvailable } from "../../harness/pty-pair.ts";
import { startInBackground, startTouchmark, touchmark } from "../../harness/touchmark.ts";

/** PTYs that a stand-in for udev lists; sysfs is the machine's own, so sockets are known by path here. */
describe.skipIf(process.platform !== "linux" || !socatAvailable())("ports and slots on the command line", () => {
  let system: FakeSystem;
  let data: string;
  const ptys: PtyPort[] = [];
  const settings = () => readFileSync(join(data, "station.yaml"), "utf8");
  const inFolder = (...words: readonly string[]) => touchmark(...words, "--data", data);

  beforeEach(() => {
    system = new FakeSystem();
    data = mkdtempSync(join(tmpdir(), "touchmark-slots-"));
    vi.stubEnv("PATH", `${system.bin}:${process.env["PATH"] ?? ""}`);
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    for (const pty of ptys.splice(0)) await pty.stop();
    system.dispose();
    rmSync(data, { recursive: true });
  });

  async function plug(name: string): Promise<string> {
    const pty = await ptyTo("exec:cat");
    ptys.push(pty);
    const path = system.plug({ socket: "9-9", name });
    writeFileSync(
      join(system.root, "udev", name),
      `P: /devices/${name}\nN: ${name}\nE: DEVNAME=${path}\nE: ID_VENDOR_ID=2fe3\nE: ID_MODEL_ID=0100\n\n`,
    );
    symlinkSync(pty.path, path);
    return path;
  }

  it("teach a slot by the device that is plugged in, list it, forget it", async () => {
    await plug("ttyACM0");
    const lesson = await startInBackground(["slot", "teach", "left", "--data", data], "stdout");
    try {
      expect(lesson.ready).toMatchObject({ name: "left", seconds: 60 });
      const path = await plug("ttyACM1");
      await vi.waitFor(() => expect(settings()).toContain(path), 30_000);
      const shown = {
        kind: "serial",
        path,
        allowed: true,
        slot: "left",
        likely: { name: "Zephyr CDC ACM", score: 95 },
      };
      await vi.waitFor(
        async () =>
          expect((await inFolder("slot", "list")).documents).toMatchObject([
            { id: "left", name: "left", binding: path, port: shown },
          ]),
        30_000,
      );
      expect((await inFolder("ports")).documents).toEqual(expect.arrayContaining([expect.objectContaining(shown)]));
      await vi.waitFor(async () => expect((await inFolder("slot", "forget", "left")).code).toBe(0), 30_000);
      expect((await inFolder("slot", "list")).documents).toEqual([]);
      expect(await inFolder("slot", "forget", "left")).toMatchObject({
        code: 3,
        stderr: expect.stringContaining("slot.unknown"),
      });
    } finally {
      await lesson.stop();
    }
  });

  it("pass a port over that is not allowed, and say so when the time is up", async () => {
    expect((await inFolder("port", "deny", "2FE3:0100")).documents).toEqual([
      { place: "2FE3:0100", allowed: false, rules: { allow: null, deny: ["2FE3:0100"] } },
    ]);
    const lesson = startTouchmark(["slot", "teach", "left", "--seconds", "8", "--json", "--data", data]);
    let said = "";
    lesson.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    const ended = once(lesson, "close");
    await once(lesson.stdout, "data");
    const path = await plug("ttyACM0");
    expect(await ended).toEqual([3, null]);
    expect(said).toContain("slot.teach-timeout");
    expect(said).toContain(`${path} is not allowed`);
    expect((await inFolder("ports")).documents).toEqual(
      expect.arrayContaining([expect.objectContaining({ path, allowed: false, slot: null })]),
    );
    expect((await inFolder("port", "allow", path)).documents).toMatchObject([{ rules: { allow: null, deny: [] } }]);
    expect(settings()).not.toContain("ports");
  });

  it("write cards of the slots to put up beside them", async () => {
    const out = join(data, "cards.pdf");
    expect(await inFolder("slot", "cards", "--out", out)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("slot.unknown"),
    });
    writeFileSync(
      join(data, "station.yaml"),
      "station: Line 3\nslots:\n  - { name: left, port: /dev/ttyS0 }\n  - { name: right, port: /dev/ttyS1 }\n",
    );
    const written = await inFolder("slot", "cards", "--out", out, "--paper", "letter", "--language", "vi");
    expect(written.documents).toEqual([{ out, slots: 2 }]);
    expect(readFileSync(out).subarray(0, 5).toString("latin1")).toBe("%PDF-");
  });

  it.each([
    ["slot", "cards"],
    ["slot", "cards", "--out", "a.pdf", "--paper", "a3"],
    ["slot", "cards", "--out", "a.pdf", "--language", "fr"],
    ["slot", "teach", "a name that is far too long"],
    ["slot", "teach", "a", "--seconds", "0"],
    ["slot", "teach"],
  ])("refuse %s %s %s", async (...words) => {
    expect((await inFolder(...words)).code).toBe(2);
  });
});
