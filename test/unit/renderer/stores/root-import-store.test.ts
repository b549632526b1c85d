import { describe, expect, it } from "vitest";
import { base64Of } from "../../../../renderer/stores/base64-of.ts";
import { createRootImportStore } from "../../../../renderer/stores/root-import-store.ts";
import { fakeClient } from "./fake-client.ts";

const importing = () => {
  const { station, client } = fakeClient();
  return { station, store: createRootImportStore((base64) => client.setUp.addTrustedRoot({ base64 })) };
};

describe("root import store", () => {
  it("says of every file what became of it, one refused file stops no other", async () => {
    const { station, store } = importing();
    const good = new File(["Vendor A Root"], "a.pem");
    const files = [good, new File(["not a certificate"], "b.txt"), new File(["Vendor C Root"], "c.der")];
    await store.getState().add(files, []);
    const { status, files: shown } = store.getState();
    expect(status).toBe("done");
    expect(shown.map(({ fileName, roots, problem }) => [fileName, roots.length, problem?.code])).toEqual([
      ["a.pem", 1, undefined],
      ["b.txt", 0, "pki.bad-certificate"],
      ["c.der", 1, undefined],
    ]);
    const trusted = station.setUp.roots().map(({ fingerprint }) => fingerprint);
    await store.getState().add([good], trusted);
    expect(store.getState().files[0]?.roots[0]?.known).toBe(true);
  });

  it("asks nobody about a file that is empty or too large", async () => {
    const { station, store } = importing();
    const large = new File([new Uint8Array(700_001)], "large.pem");
    await store.getState().add([new File([], "empty.pem"), large], []);
    expect(store.getState().files.map(({ problem }) => problem?.code)).toEqual([
      "screen.file-size",
      "screen.file-size",
    ]);
    expect(station.setUp.roots()).toEqual([]);
  });

  it("puts the outcome away", async () => {
    const { store } = importing();
    const adding = store.getState().add([new File(["Vendor A Root"], "a.pem")], []);
    store.getState().clear();
    await adding;
    expect(store.getState()).toMatchObject({ status: "idle", files: [] });
  });

  it("writes bytes as Base64, however many", () => {
    const bytes = Uint8Array.from({ length: 100_001 }, (_, index) => index % 251);
    expect(base64Of(bytes.buffer)).toBe(Buffer.from(bytes).toString("base64"));
  });
});
