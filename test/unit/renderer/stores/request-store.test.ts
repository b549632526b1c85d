import { describe, expect, it } from "vitest";
import { createRequestStore } from "../../../../renderer/stores/request-store.ts";
import { fakeClient } from "./fake-client.ts";

const opened = () => {
  const { station, client } = fakeClient();
  return { station, store: createRequestStore(() => client) };
};
const pem = (what: string): string => `-----BEGIN CERTIFICATE-----\n${what}\n-----END CERTIFICATE-----\n`;

describe("request store", () => {
  it("puts the pages of a lot's requests and of their index one after the other", async () => {
    const { store } = opened();
    const requests = await store.getState().file("PRACTICE-1", "requests");
    expect(requests?.fileName).toBe("PRACTICE-1-requests.pem");
    expect((await requests?.blob.text())?.match(/BEGIN CERTIFICATE REQUEST/g)).toHaveLength(2);
    const index = await store.getState().file("PRACTICE-1", "index");
    expect(await index?.blob.text()).toBe("file,serialNumber\r\nrow 0\r\nrow 2\r\n");
    expect(await (await store.getState().file("PRACTICE-1", "extensions"))?.blob.text()).toBe("[device]\n");
  });

  it("says of every file what became of its certificates, one refused file stops no other", async () => {
    const { store } = opened();
    const files = [
      new File([pem("one"), pem("wrong")], "a.pem"),
      new File(["nothing"], "b.txt"),
      new File([], "c.pem"),
    ];
    await store.getState().add(files);
    const { status, files: shown } = store.getState();
    expect(status).toBe("done");
    expect(shown.map(({ verdicts, problem }) => [verdicts.map(({ verdict }) => verdict), problem?.code])).toEqual([
      [["taken", "refused"], undefined],
      [[], "pki.bad-certificate"],
      [[], "screen.file-size"],
    ]);
  });

  it("cuts a large bundle between certificates, and takes none that cannot be cut", async () => {
    const { station, store } = opened();
    const one = pem("a".repeat(1000));
    const count = 1500;
    await store.getState().add([new File([one.repeat(count)], "all.pem"), new File(["x".repeat(800_000)], "all.p7b")]);
    const [all, other] = store.getState().files;
    expect(all?.verdicts).toHaveLength(count);
    expect(station.requests.taken.length).toBeGreaterThan(1);
    expect(Math.max(...station.requests.taken)).toBeLessThanOrEqual(700_000);
    expect(other?.problem?.code).toBe("screen.file-size");
  });
});
