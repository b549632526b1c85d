import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

type Handler = (request: Request) => Promise<Response>;

const { handlers, privileged } = vi.hoisted(() => ({
  handlers: new Map<string, Handler>(),
  privileged: [] as object[],
}));

vi.mock("electron", () => ({
  protocol: {
    registerSchemesAsPrivileged: (schemes: object[]) => privileged.push(...schemes),
    handle: (scheme: string, handler: Handler) => handlers.set(scheme, handler),
  },
}));

const { isOwnPage, registerRendererScheme, serveRenderer } = await import("../../../main/electron/renderer-scheme.ts");
const folder = mkdtempSync(join(tmpdir(), "touchmark-scheme-"));

beforeAll(() => {
  writeFileSync(join(folder, "index.html"), '<meta name="csp-nonce" content="__CSP_NONCE__">');
  serveRenderer(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

const ask = (url: string): Promise<Response> => {
  const handler = handlers.get("touchmark");
  if (handler === undefined) throw new Error("no handler");
  return handler(new Request(url));
};

describe("our own scheme", () => {
  it("is standard and secure, and cannot bypass the policy", () => {
    registerRendererScheme();
    expect(privileged).toEqual([
      { scheme: "touchmark", privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
  });

  it("serves the page with a nonce and the policy that names it", async () => {
    const answer = await ask("touchmark://station/");
    const nonce = /content="([^"]+)"/.exec(await answer.text())?.[1] ?? "";
    expect(nonce).not.toContain("__");
    expect(answer.headers.get("content-security-policy")).toContain(`'nonce-${nonce}'`);
    expect(answer.headers.get("content-security-policy")).toContain("connect-src 'self';");
  });

  it("knows no other host and nothing outside its folder", async () => {
    expect((await ask("touchmark://elsewhere/")).status).toBe(404);
    expect((await ask("touchmark://station/..%2f..%2fetc/passwd.txt")).status).toBe(404);
  });
});

describe("isOwnPage", () => {
  it.each([
    ["touchmark://station/", true],
    ["touchmark://station", true],
    ["touchmark://station/units/1?x#y", true],
    ["touchmark://station.evil/", false],
    ["touchmark://stationevil/", false],
    ["https://station/", false],
    ["file:///etc/passwd", false],
    ["", false],
  ])("%s → %s", (url, own) => {
    expect(isOwnPage(url)).toBe(own);
  });
});
