import { describe, expect, it, vi } from "vitest";
import { CutOff } from "../../../../renderer/stores/cut-off.ts";
import { createStore } from "zustand/vanilla";

const problemOf = (code: string) => ({ code, sentence: "", detail: "", retry: "after-fix" }) as const;
const lost = problemOf("screen.disconnected");

function page() {
  const connection = createStore<{ readonly client: object | null }>(() => ({ client: null }));
  return { cutOff: new CutOff(connection), connect: (client: object | null) => connection.setState({ client }) };
}

describe("what a lost connection cut off", () => {
  it("is asked again when there is one, once for each who asked", () => {
    const { cutOff, connect } = page();
    const who = {};
    const [before, now] = [vi.fn(), vi.fn()];
    cutOff.askAgain(lost, who, before);
    cutOff.askAgain(lost, who, now);
    expect(now).not.toHaveBeenCalled();
    connect({});
    expect(before).not.toHaveBeenCalled();
    expect(now).toHaveBeenCalledOnce();
    connect(null);
    connect({});
    expect(now).toHaveBeenCalledOnce();
  });

  it("is asked again at once, but only once, where the loss is heard after the next connection", () => {
    const { cutOff, connect } = page();
    const who = {};
    const ask = vi.fn();
    connect({});
    cutOff.askAgain(lost, who, ask);
    cutOff.askAgain(lost, who, ask);
    expect(ask).toHaveBeenCalledOnce();
  });

  it("is nothing that was refused, and of no other page", () => {
    const [here, elsewhere] = [page(), page()];
    const ask = vi.fn();
    here.cutOff.askAgain(problemOf("api.unknown-unit"), {}, ask);
    here.connect({});
    elsewhere.cutOff.askAgain(lost, {}, ask);
    expect(ask).not.toHaveBeenCalled();
  });
});
