import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSession } from "../../../main/device/open-session.ts";
import { openLink } from "../../../main/link/open-link.ts";
import { ptyTo, type PtyPort, socatAvailable } from "../../harness/pty-pair.ts";

const getty = join(import.meta.dirname, "../../harness/getty-stand-in.sh");
const password = "Tr0ub4dor-and-3";
const login = { user: "installer", password };
const earlier = "ls -l\necho 100% \\n it's mine\n";

const has = (...programs: readonly string[]): boolean => spawnSync("which", programs).status === 0;

/** Homes of their own for real shells, and what their histories hold when the station has gone. */
describe.skipIf(!socatAvailable() || !has("bash", "busybox"))("the history of a console's shell", () => {
  let home: string;
  let pty: PtyPort | undefined;
  const at = (name: string): string => join(home, name);

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "touchmark-home-"));
    writeFileSync(at("model"), "GW-200\n");
  });

  afterEach(async () => {
    await pty?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  async function visit(shell: string, loggedIn: boolean): Promise<void> {
    // Not this process's own PATH: with what npm adds to it, it is longer than socat takes an address.
    const clean = `env -i HOME=${home} PATH=/usr/local/bin:/usr/bin:/bin TERM=vt100`;
    pty = await ptyTo(
      `exec:'${clean} ${loggedIn ? shell : `${getty} installer ${password} ${shell}`}',pty,setsid,ctty,stderr`,
    );
    const link = await openLink(pty.path, { baudRate: 115_200 });
    const session = openSession("console", link, { console: { login, modelFile: at("model") } });
    expect((await session.describe()).model).toBe("GW-200");
    await session.close();
    // The plug is pulled: what a shell writes at its end, it writes now.
    await pty.stop();
  }

  const history = (name: string): string => (existsSync(at(name)) ? readFileSync(at(name), "utf8") : "");

  it.each([
    ["bash -l", ".bash_history", false],
    ["bash -i", ".bash_history", true],
    ["busybox ash -l", ".ash_history", false],
    ["busybox ash", ".ash_history", true],
  ])("has nothing of ours with %s", async (shell, name, loggedIn) => {
    writeFileSync(at(name), earlier);
    await visit(shell, loggedIn);
    expect(history(name)).toBe(earlier);
  });

  it.each([
    true,
    false,
  ])("has nothing of ours where every line is written down before it is run (logged in: %s)", async (loggedIn) => {
    // As busybox ash does it where it was built to, and people tell Bash to.
    for (const profile of [".bashrc", ".profile"])
      writeFileSync(at(profile), "HISTCONTROL=\nPROMPT_COMMAND='history -a'\n");
    writeFileSync(at(".bash_history"), earlier);
    await visit(loggedIn ? "bash -i" : "bash -l", loggedIn);
    expect(history(".bash_history")).toBe(earlier);
  });

  it("never holds the password", async () => {
    await visit("bash -l", false);
    expect(spawnSync("grep", ["-rl", password, home]).stdout.toString()).toBe("");
  });
});
