import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { openLink } from "../../../main/link/open-link.ts";

const at = { baudRate: 115_200 };

describe("openLink", () => {
  it.each([
    "tcp:",
    "tcp:host",
    "tcp:host:0",
    "tcp:host:65536",
    "tcp:a b:1",
    "tcp:[::1:1",
    "",
    "a\0b",
  ])("refuses the address %j", async (address) => {
    await expect(openLink(address, at)).rejects.toMatchObject({ code: "link.bad-address" });
  });

  it("says link.not-found when nobody answers at the address", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await new Promise((resolve) => server.close(resolve));
    await expect(openLink(`tcp:127.0.0.1:${port}`, at)).rejects.toMatchObject({ code: "link.not-found" });
  });

  it("stops connecting when the signal aborts", async () => {
    const signal = AbortSignal.timeout(20);
    // 192.0.2.0/24 is set aside for documentation (RFC 5737): nothing answers there.
    await expect(openLink("tcp:192.0.2.1:9", { ...at, signal })).rejects.toMatchObject({
      code: expect.stringMatching(/^(station\.cancelled|link\.not-found)$/),
    });
  });
});
