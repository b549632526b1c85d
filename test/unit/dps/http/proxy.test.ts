import { expect, it } from "vitest";
import { proxyEnvironment } from "../../../../main/dps/http/proxy.ts";

it.each([
  [{}, {}],
  [{ HTTPS_PROXY: "" }, {}],
  [{ HTTP_PROXY: "http://p:1" }, {}],
  [{ HTTPS_PROXY: "http://p:1" }, { https_proxy: "http://p:1" }],
  [{ https_proxy: "https://u:w@p:1", HTTPS_PROXY: "http://other" }, { https_proxy: "https://u:w@p:1" }],
  [
    { HTTPS_PROXY: "http://p:1", NO_PROXY: "a.test,.b.test" },
    { https_proxy: "http://p:1", no_proxy: "a.test,.b.test" },
  ],
] as const)("%j is %j", (environment, expected) => {
  expect(proxyEnvironment(environment)).toEqual(expected);
});

it.each([
  "nonsense",
  "u:secret@host",
  "socks5://u:secret@host",
  "http://",
])("refuses %s, and does not repeat it", (proxy) => {
  const look = (): unknown => proxyEnvironment({ HTTPS_PROXY: proxy });
  expect(look).toThrow(expect.objectContaining({ code: "dps.proxy" }));
  expect(look).not.toThrow(expect.objectContaining({ detail: expect.stringContaining("secret") }));
});
