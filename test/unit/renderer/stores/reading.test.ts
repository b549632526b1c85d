import { describe, expect, it } from "vitest";
import { type Listing, ListReader, noListing } from "../../../../renderer/stores/listing.ts";

const nowhere = () => {
  throw new Error("no connection");
};

/** A list whose answers come when the test says so. */
function reading() {
  let listing: Listing<string> = noListing;
  const reader = new ListReader<string>(
    nowhere,
    () => listing,
    (next) => {
      listing = next;
    },
  );
  const ask = (how: "load" | "change") => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
    return { done: reader[how](() => promise), resolve, reject };
  };
  return { reader, ask, now: () => listing };
}

const refused = new Error("refused");

describe("a reading", () => {
  it("is shown though a change was refused while it was under way", async () => {
    const { ask, now } = reading();
    const load = ask("load");
    const change = ask("change");
    change.reject(refused);
    expect((await change.done)?.code).toBe("screen.disconnected");
    expect(now().status).toBe("loading");
    load.resolve(["a"]);
    await load.done;
    expect(now()).toEqual({ status: "ready", items: ["a"], problem: null });
  });

  it("that is late is not shown over what was changed since", async () => {
    const { ask, now } = reading();
    const load = ask("load");
    const change = ask("change");
    change.resolve(["a", "b"]);
    await change.done;
    load.resolve(["a"]);
    await load.done;
    expect(now().items).toEqual(["a", "b"]);
  });

  it("that failed late says nothing over what is there since", async () => {
    const { ask, now } = reading();
    const [first, second] = [ask("load"), ask("load")];
    second.resolve(["a"]);
    await second.done;
    first.reject(refused);
    await first.done;
    expect(now()).toMatchObject({ status: "ready", problem: null });
  });

  it("is shown however quickly the next is asked for", async () => {
    const { ask, now } = reading();
    const first = ask("load");
    ask("load");
    first.resolve(["a"]);
    await first.done;
    expect(now()).toMatchObject({ status: "ready", items: ["a"] });
  });

  it("is made again after a change whose answer came behind a later one", async () => {
    const { reader, ask, now } = reading();
    let kept: readonly string[] = [];
    await reader.load(() => Promise.resolve(kept));
    const [slow, quick] = [ask("change"), ask("change")];
    quick.resolve(["quick"]);
    await quick.done;
    kept = ["quick", "slow"];
    slow.resolve(["slow"]);
    expect(await slow.done).toBeNull();
    expect(now().items).toEqual(["quick", "slow"]);
  });

  it("is nobody's once it is forgotten", async () => {
    const { reader, ask, now } = reading();
    const load = ask("load");
    reader.forget();
    load.resolve(["a"]);
    await load.done;
    expect(now().items).toEqual([]);
  });
});
