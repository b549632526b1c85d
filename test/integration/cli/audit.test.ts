import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { openWorkshop } from "../../../main/station/workshop.ts";
import { recipeSource } from "../../harness/recipe-source.ts";
import { caExtensions, testCertificate } from "../../harness/test-certificates.ts";
import { touchmark } from "../../harness/touchmark.ts";

const folder = mkdtempSync(join(tmpdir(), "touchmark-audit-cli-"));
const data = join(folder, "data");
const inFolder = (...words: readonly string[]) => touchmark(...words, "--data", data);
const hasPython = spawnSync("python3", ["-c", "import sqlite3"]).status === 0;

function given(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Somebody with the file and a plain SQLite, and no code of ours. */
const python = (...statements: readonly string[]): void => {
  const script =
    "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nfor s in sys.argv[2:]: c.execute(s)\nc.commit()";
  execFileSync("python3", ["-c", script, join(data, "station.db"), ...statements]);
};

beforeAll(() => {
  process.env["TOUCHMARK_OPERATOR"] = "Ann";
});

afterAll(() => {
  delete process.env["TOUCHMARK_OPERATOR"];
  rmSync(folder, { recursive: true });
});

describe("operators and the audit trail, on the command line", () => {
  it("keeps who works here, without PIN or badge, and says who did it", async () => {
    const pin = given("pin", "271828\n");
    const badge = given("badge", "B-000018\n");
    expect((await inFolder("operator", "add", "Bob", "--role", "operator", "--badge-file", badge)).stderr).toContain(
      "people.first-engineer",
    );
    const eve = await inFolder(
      "operator",
      "add",
      "Eve",
      "--role",
      "engineer",
      "--pin-file",
      pin,
      "--badge-file",
      badge,
    );
    expect(eve).toMatchObject({
      code: 0,
      documents: [{ name: "Eve", role: "engineer", hasPin: true, hasBadge: true }],
    });
    expect((await inFolder("operator", "add", "Bob", "--role", "boss", "--pin-file", pin)).code).toBe(2);
    expect((await inFolder("operator", "add", "Bob", "--role", "qa", "--pin-file", given("short", "12"))).code).toBe(2);
    expect((await inFolder("operator", "deactivate", "Eve")).stderr).toContain("people.last-engineer");
    const alone = (await inFolder("operator", "list")).documents;
    expect(alone).toMatchObject([{ name: "Eve", role: "engineer", active: true, hasPin: true, hasBadge: true }]);
    const owner = await openWorkshop({ root: data, practice: false, log: silentLog });
    expect((await inFolder("operator", "list")).documents).toEqual(alone);
    expect((await inFolder("operator", "deactivate", "Eve")).stderr).toContain("set-up.folder-in-use");
    await owner.close();
    const recipe = given("recipe.yaml", recipeSource({ attestation: "tpm" }));
    expect((await inFolder("lot", "open", "4711", "--recipe", recipe)).code).toBe(0);
    const root = await testCertificate({ name: "Maker Root", extensions: caExtensions() });
    expect((await inFolder("trust", "add", given("root.der", root.der))).code).toBe(0);
    const { documents } = await inFolder("audit", "show");
    expect(documents.map(({ act, subject, operator }) => [act, subject, operator])).toEqual([
      ["audit-begun", null, null],
      ["operator-added", "Eve", "Ann@command-line"],
      ["lot-opened", "4711", "Ann@command-line"],
      ["trust-added", expect.stringMatching(/^[0-9a-f]{64}$/), "Ann@command-line"],
    ]);
    expect(JSON.stringify(documents)).not.toMatch(/271828|B-000018/);
    expect((await inFolder("audit", "show", "--lot", "4711")).documents).toMatchObject([{ act: "lot-opened" }]);
  });

  it.skipIf(!hasPython)(
    "names what somebody changed with a plain SQLite, and by an anchor what he cut off",
    async () => {
      const sound = (await inFolder("audit", "verify")).result;
      expect(sound).toMatchObject({ ok: true, entries: 4, compared: false, fault: null });
      const anchor = String(sound["head"]);
      expect((await inFolder("audit", "verify", "--anchor", anchor)).result).toMatchObject({
        ok: true,
        compared: true,
      });
      python("drop trigger auditOver", "update audit set operator = 'Bob' where seq = 3");
      const changed = await inFolder("audit", "verify");
      expect(changed).toMatchObject({ code: 1, result: { ok: false, entries: 2, fault: { kind: "changed", seq: 3 } } });
      python("update audit set operator = 'Ann@command-line' where seq = 3", "drop trigger auditKept");
      expect((await inFolder("audit", "verify")).code).toBe(0);
      python("delete from audit where seq = 4", "update sqlite_sequence set seq = 3 where name = 'audit'");
      expect((await inFolder("audit", "verify")).code).toBe(0);
      const cut = await inFolder("audit", "verify", "--anchor", anchor);
      expect(cut).toMatchObject({ code: 1, result: { ok: false, fault: { kind: "anchor" } } });
      expect((await inFolder("audit", "verify", "--anchor", "abc")).code).toBe(2);
    },
  );
});
