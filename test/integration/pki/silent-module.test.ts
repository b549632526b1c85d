import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadCryptoki } from "../../../main/pki/custody/pkcs11/cryptoki.ts";
import { openTokenSession } from "../../../main/pki/custody/pkcs11/token-session.ts";

const hasCompiler = spawnSync("cc", ["--version"]).status === 0;

/** C_GetSlotList does not come back for two seconds the first time, and then knows one token that is pulled out while logging in. */
const source = `
#include <string.h>
#include <unistd.h>
typedef unsigned long ulong_t;
static int calls;
static ulong_t ok(void) { return 0; }
static ulong_t slots(unsigned char present, ulong_t *list, ulong_t *count) {
  if (calls++ == 0) sleep(2);
  list[0] = 7; *count = 1; return 0;
}
static ulong_t info(ulong_t slot, char *out) { memset(out, ' ', 96); memcpy(out, "line", 4); memset(out + 96, 0, 8); return 0; }
static ulong_t open_session(ulong_t s, ulong_t f, void *a, void *b, ulong_t *h) { *h = 1; return 0; }
static ulong_t removed(void) { return 0x32; }
static struct { unsigned char version[2]; void *f[68]; } list;
ulong_t C_GetFunctionList(void **out) {
  for (int i = 0; i < 68; i++) list.f[i] = ok;
  list.f[4] = slots; list.f[6] = info; list.f[12] = open_session; list.f[18] = removed;
  *out = &list; return 0;
}`;

describe.skipIf(!hasCompiler || process.platform === "win32")("a PKCS #11 module that does not come back", () => {
  let folder = "";
  const module = () => join(folder, "silent.so");
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "touchmark-silent-"));
    writeFileSync(join(folder, "silent.c"), source);
    const { status, stderr } = spawnSync("cc", ["-shared", "-fPIC", "-o", module(), join(folder, "silent.c")]);
    if (status !== 0) throw new Error(stderr.toString());
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("is given up, left alone while it hangs, and used again when it is back", async () => {
    const cryptoki = await loadCryptoki(module(), 300);
    const open = () =>
      openTokenSession(cryptoki, { module: module(), token: "line", key: "ca" }, { pin: "1234", typed: true });
    await expect(open()).rejects.toMatchObject({ code: "pki.token-silent" });
    const start = performance.now();
    await expect(open()).rejects.toMatchObject({ code: "pki.token-silent" });
    expect(performance.now() - start).toBeLessThan(250);
    await sleep(2500);
    await expect(open()).rejects.toMatchObject({ code: "pki.no-token", detail: expect.stringContaining("C_Login") });
  });
});
