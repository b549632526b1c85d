import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { request, type IncomingHttpHeaders } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import { os } from "@orpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { isStationError } from "../../../main/base/errors/station-error.ts";
import { silentLog } from "../../../main/base/log.ts";
import type { RunningStation } from "../../../main/station/running-station.ts";
import { openWebShell, type WebShell } from "../../../main/web/web-shell.ts";

const folder = mkdtempSync(join(tmpdir(), "touchmark-web-"));
/** Not the whole contract: the shell passes calls on without knowing them. */
const router = { ping: os.handler(() => "pong"), fail: os.handler(() => Promise.reject(new Error("inner detail"))) };
const station = { router, mode: "practice", close: () => Promise.resolve() } as unknown as RunningStation;
let shell: WebShell;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** node:http sends the path as given, with no clean-up of `..`. */
function ask(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request({ host: "127.0.0.1", port: shell.port, path, method, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).toString("utf8"),
        }),
      );
    });
    call.on("error", reject);
    call.end();
  });
}

async function signIn(): Promise<string> {
  const answer = await ask(new URL(shell.newAddress()).pathname + new URL(shell.newAddress()).search);
  return answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
}

/** Status of the upgrade: 101, or what it was refused with. */
function upgrade(headers: Record<string, string>, path = "/rpc"): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${shell.port}${path}`, { headers });
    socket.on("open", () => {
      socket.terminate();
      resolve(101);
    });
    socket.on("unexpected-response", (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on("error", () => undefined);
  });
}

const ownOrigin = (): string => `http://127.0.0.1:${shell.port}`;

beforeAll(async () => {
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), '<meta name="csp-nonce" content="__CSP_NONCE__"><p>station</p>');
  writeFileSync(join(folder, "assets/app-1a2b.js"), "export {};");
  writeFileSync(join(folder, ".secret"), "no");
  writeFileSync(`${folder}-outside.txt`, "outside");
  shell = await openWebShell({ station, folder, port: 0, log: silentLog });
});

afterAll(async () => {
  await shell.close();
  rmSync(folder, { recursive: true });
  rmSync(`${folder}-outside.txt`);
});

describe("signing in", () => {
  it("prints an address on the loopback with 256 bits", () => {
    expect(shell.newAddress()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
  });

  it("trades the token for a strict cookie and sends the browser to /", async () => {
    const { pathname, search } = new URL(shell.newAddress());
    const answer = await ask(pathname + search);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe("/");
    expect(answer.headers["set-cookie"]?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    const again = await ask(pathname + search);
    expect(again.status).toBe(401);
    expect(again.headers["set-cookie"]).toBeUndefined();
    expect(again.body).toContain("press Enter");
  });

  it("shows nothing without a session", async () => {
    for (const path of ["/", "/assets/app-1a2b.js", "/?token=", "/?token=abc"]) {
      const answer = await ask(path);
      expect([path, answer.status, answer.body.includes("station</p>")]).toEqual([path, 401, false]);
    }
  });
});

describe("pages", () => {
  it("carry a strict policy with a nonce of their own", async () => {
    const cookie = await signIn();
    const [first, second] = [await ask("/", { cookie }), await ask("/", { cookie })];
    const nonce = /content="([^"]+)"/.exec(first.body)?.[1] ?? "";
    expect(nonce.length).toBeGreaterThanOrEqual(22);
    expect(second.body).not.toContain(nonce);
    const policy = String(first.headers["content-security-policy"]);
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${shell.port};`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(first.headers["x-content-type-options"]).toBe("nosniff");
    expect(first.headers["referrer-policy"]).toBe("no-referrer");
    expect(first.headers["cache-control"]).toBe("no-store");
  });

  it("lets hashed files be kept", async () => {
    const answer = await ask("/assets/app-1a2b.js", { cookie: await signIn() });
    expect(answer.headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect(answer.headers["cache-control"]).toContain("immutable");
  });

  it.each([
    "/assets/../../x.js",
    "/%2e%2e/x.txt",
    "/..%2fx.txt",
    "/..%5cx.txt",
    "/.secret",
    "/%00.js",
    "/%zz.js",
  ])("never leaves its folder for %s", async (path) => {
    const answer = await ask(path, { cookie: await signIn() });
    expect(answer.body).not.toMatch(/outside|no$/);
    expect([400, 404]).toContain(answer.status);
  });

  it("refuses a write", async () => {
    expect((await ask("/", { cookie: await signIn() }, "POST")).status).toBe(405);
  });

  it("refuses a foreign Host, however it got the cookie", async () => {
    const cookie = await signIn();
    for (const host of ["evil.example", `evil.example:${shell.port}`, "127.0.0.1", `127.0.0.1:${shell.port}.`]) {
      expect((await ask("/", { cookie, host })).status).toBe(403);
    }
    expect((await ask("/", { cookie, host: `localhost:${shell.port}` })).status).toBe(200);
  });
});

describe("the socket", () => {
  it("opens for the own page only", async () => {
    const cookie = await signIn();
    expect(await upgrade({ cookie, origin: ownOrigin() })).toBe(101);
    expect(await upgrade({ cookie })).toBe(403);
    expect(await upgrade({ cookie, origin: "http://evil.example" })).toBe(403);
    expect(await upgrade({ cookie, origin: `http://localhost:${shell.port}` })).toBe(403);
    expect(await upgrade({ cookie, origin: ownOrigin(), host: "evil.example" })).toBe(403);
    expect(await upgrade({ origin: ownOrigin() })).toBe(401);
    expect(await upgrade({ cookie, origin: ownOrigin() }, "/else")).toBe(404);
  });

  it("answers calls, and a failure does not cross with its inner text", async () => {
    const cookie = await signIn();
    const websocket = new WebSocket(`ws://127.0.0.1:${shell.port}/rpc`, { headers: { cookie, origin: ownOrigin() } });
    const link = new RPCLink({ websocket: websocket as unknown as globalThis.WebSocket });
    const client = createORPCClient<{ ping(): Promise<string>; fail(): Promise<string> }>(link);
    expect(await client.ping()).toBe("pong");
    const failure = await client.fail().catch((error: unknown) => String(error));
    expect(failure).not.toContain("inner detail");
    websocket.terminate();
  });

  it("drops a caller whose message is too large", async () => {
    const headers = { cookie: await signIn(), origin: ownOrigin() };
    const socket = new WebSocket(`ws://127.0.0.1:${shell.port}/rpc`, { headers });
    const closed = new Promise<number>((resolve) => socket.on("close", (code) => resolve(code)));
    socket.on("open", () => socket.send("x".repeat(2 * 1024 * 1024)));
    socket.on("error", () => undefined);
    expect(await closed).toBe(1009);
  });
});

describe("a station that starts again", () => {
  it("is answered for by nobody meanwhile, then by the new one at the same address", async () => {
    const headers = { cookie: await signIn(), origin: ownOrigin() };
    const before = new WebSocket(`ws://127.0.0.1:${shell.port}/rpc`, { headers });
    await new Promise((resolve) => before.once("open", resolve));
    const dropped = new Promise((resolve) => before.once("close", resolve));
    shell.use(undefined);
    await dropped;
    expect(await upgrade(headers)).toBe(503);
    const fresh = { ...station, router: { ping: os.handler(() => "anew") } };
    shell.use(fresh as unknown as RunningStation);
    const websocket = new WebSocket(`ws://127.0.0.1:${shell.port}/rpc`, { headers });
    const link = new RPCLink({ websocket: websocket as unknown as globalThis.WebSocket });
    expect(await createORPCClient<{ ping(): Promise<string> }>(link).ping()).toBe("anew");
    websocket.terminate();
    shell.use(station);
  });
});

describe("listening", () => {
  it("says that the port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const failure = await openWebShell({ station, folder, port, log: silentLog }).catch((error: unknown) => error);
    other.close();
    expect(isStationError(failure, "web.port-taken")).toBe(true);
  });
});
