import { request } from "node:http";
import { expect, test } from "./fixtures/station.ts";

test("the page has no Node and no way to it", async ({ station }) => {
  const seen = await station.page.evaluate(() =>
    ["require", "process", "module", "Buffer", "global", "__dirname", "electron", "ipcRenderer"].filter(
      (name) => name in globalThis,
    ),
  );
  expect(seen).toEqual([]);
});

test("the screens work under a strict policy with a nonce for each load", async ({ station: { page } }) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text());
  });
  const nonces: string[] = [];
  for (let load = 0; load < 2; load += 1) {
    const policy = (await page.reload())?.headers()["content-security-policy"] ?? "";
    expect(policy).toContain("default-src 'self'; script-src 'self'; ");
    expect(policy).not.toContain("unsafe");
    expect(policy).toContain("frame-ancestors 'none'");
    nonces.push(/'nonce-([^']+)'/.exec(policy)?.[1] ?? "");
    await expect(page.getByRole("article").first()).toBeVisible();
  }
  expect(new Set(nonces).size).toBe(2);
  expect(complaints).toEqual([]);
});

test("a script or a call that is not the station's is refused", async ({ station: { page } }) => {
  const refused = await page.evaluate(async () => {
    const violated: string[] = [];
    document.addEventListener("securitypolicyviolation", (event) => violated.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "globalThis.injected = true";
    document.body.append(script);
    const image = document.createElement("img");
    image.src = "https://example.com/x.png";
    document.body.append(image);
    const fetched = await fetch("https://example.com/").then(
      () => "answered",
      () => "refused",
    );
    for (let waited = 0; violated.length < 3 && waited < 100; waited += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    return { injected: "injected" in globalThis, fetched, violated: violated.sort() };
  });
  expect(refused).toEqual({
    injected: false,
    fetched: "refused",
    violated: ["connect-src", "img-src", "script-src-elem"],
  });
});

test("no permission is granted", { tag: "@desktop" }, async ({ station: { page } }) => {
  const states = await page.evaluate(async () => {
    const names = ["geolocation", "notifications", "camera", "microphone"] as const;
    const statuses = await Promise.all(names.map((name) => navigator.permissions.query({ name })));
    return statuses.map(({ state }) => state);
  });
  expect(states).toEqual(["denied", "denied", "denied", "denied"]);
});

test("the bridge is one frozen object", { tag: "@desktop" }, async ({ station: { page } }) => {
  const bridge = await page.evaluate(() => {
    const { touchmark } = globalThis as unknown as { touchmark: Record<string, unknown> };
    const attempt = (act: () => void): boolean => {
      try {
        act();
        return false;
      } catch {
        return true;
      }
    };
    return {
      members: Object.keys(touchmark).sort(),
      frozen: Object.isFrozen(touchmark),
      keepsMembers: attempt(() => {
        "use strict";
        touchmark["requestPort"] = () => undefined;
      }),
      keepsItself: attempt(() => {
        "use strict";
        (globalThis as unknown as { touchmark: unknown }).touchmark = {};
      }),
    };
  });
  expect(bridge).toEqual({
    members: ["requestPort", "setKiosk", "shell"],
    frozen: true,
    keepsMembers: true,
    keepsItself: true,
  });
});

test("the page stays where it is and opens nothing", { tag: "@desktop" }, async ({ station: { page } }) => {
  const home = page.url();
  const opened = await page.evaluate((url) => [window.open("https://example.com/"), window.open(url)], home);
  expect(opened).toEqual([null, null]);
  await page.evaluate(() => {
    const link = document.createElement("a");
    link.href = "https://example.com/elsewhere";
    link.target = "_blank";
    link.click();
    location.assign("https://example.com/elsewhere");
  });
  await page.waitForTimeout(500);
  expect(page.url()).toBe(home);
  await expect.poll(() => page.context().pages().length).toBe(1);
  await expect(page.getByRole("article").first()).toBeVisible();
});

test.describe("the web shell", { tag: "@web" }, () => {
  test("takes its one-time token once", async ({ station: { address }, browser }) => {
    const thief = await browser.newPage();
    const answer = await thief.goto(address ?? "");
    expect(answer?.status()).toBe(401);
    await expect(thief.getByText("press Enter")).toBeVisible();
    await thief.context().close();
  });

  test("hides the token from the address bar and the cookie from the page", async ({ station: { page } }) => {
    await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/(#.*)?$/);
    expect(await page.evaluate(() => document.cookie)).toBe("");
  });

  test("answers no foreign Host or Origin", async ({ station: { page } }) => {
    const port = Number(new URL(page.url()).port);
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const own = { cookie, host: `127.0.0.1:${port}` };
    const upgrade = {
      ...own,
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": Buffer.alloc(16).toString("base64"),
    };
    expect(await statusOf(port, "/", own)).toBe(200);
    expect(await statusOf(port, "/", { ...own, host: `evil.example:${port}` })).toBe(403);
    expect(await statusOf(port, "/rpc", { ...upgrade, origin: `http://127.0.0.1:${port}` })).toBe(101);
    expect(await statusOf(port, "/rpc", { ...upgrade, origin: "https://evil.example" })).toBe(403);
    expect(await statusOf(port, "/rpc", upgrade)).toBe(403);
  });
});

function statusOf(port: number, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request({ host: "127.0.0.1", port, path, headers, agent: false });
    call.on("response", (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    call.on("upgrade", (response, socket) => {
      resolve(response.statusCode ?? 0);
      socket.destroy();
    });
    call.on("error", reject);
    call.end();
  });
}
