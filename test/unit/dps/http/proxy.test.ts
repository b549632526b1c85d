import { describe, expect, it } from "vitest";
import { proxyFor } from "../../../../main/dps/http/proxy.ts";

const service = "https://plant.azure-devices-provisioning.test";
const through = (url: string, environment: Record<string, string>): string | undefined =>
  proxyFor(new URL(url), environment)?.href;

describe("the proxy", () => {
  it.each([
    [{}, undefined],
    [{ HTTPS_PROXY: " " }, undefined],
    [{ HTTP_PROXY: "http://p:1" }, undefined],
    [{ HTTPS_PROXY: "http://p:1" }, "http://p:1/"],
    [{ https_proxy: "https://u:w@p:1", HTTPS_PROXY: "http://other" }, "https://u:w@p:1/"],
  ] as const)("of %j is %s", (environment, expected) => {
    expect(through(service, environment)).toBe(expected);
  });

  it.each([
    "https://localhost:1",
    "https://127.0.0.1",
    "https://[::1]:8",
    "http://plant.test",
  ])("is not for %s", (url) => {
    expect(through(url, { HTTPS_PROXY: "http://p:1" })).toBeUndefined();
  });

  it.each([
    "nonsense",
    "u:secret@host",
    "socks5://u:secret@host",
    "http://",
  ])("is not %s, which is not repeated", (proxy) => {
    const look = (): unknown => through(service, { HTTPS_PROXY: proxy });
    expect(look).toThrow(expect.objectContaining({ code: "dps.proxy" }));
    expect(look).not.toThrow(expect.objectContaining({ detail: expect.stringContaining("secret") }));
  });
});

describe("NO_PROXY", () => {
  const passes = (exceptions: string, url = "https://dps.plant.test:8443"): boolean =>
    through(url, { HTTPS_PROXY: "http://p:1", NO_PROXY: exceptions }) === undefined;

  it.each([
    "*",
    "dps.plant.test",
    "DPS.Plant.Test",
    "plant.test",
    ".plant.test",
    "*.plant.test",
    "a.test, plant.test",
    "plant.test:8443",
  ])("%s names dps.plant.test:8443", (exceptions) => {
    expect(passes(exceptions)).toBe(true);
  });

  it.each([
    "",
    ",",
    "other.test",
    "ant.test",
    "x.dps.plant.test",
    "plant.test:443",
    "*.",
    "::",
  ])("%j does not", (exceptions) => {
    expect(passes(exceptions)).toBe(false);
  });

  it("names addresses, and the usual port", () => {
    expect(passes("10.1.2.3", "https://10.1.2.3")).toBe(true);
    expect(passes("2.3", "https://10.1.2.3")).toBe(false);
    expect(passes("[fd00::1]", "https://[fd00::1]:8443")).toBe(true);
    expect(passes("plant.test:443", "https://plant.test")).toBe(true);
  });
});
