import { describe, expect, it } from "vitest";
import { readCookie, SessionKeeper } from "../../../main/web/session.ts";

describe("SessionKeeper", () => {
  it("trades a token once", () => {
    const keeper = new SessionKeeper();
    const token = keeper.issueToken();
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const session = keeper.exchange(token);
    expect(keeper.isSession(session)).toBe(true);
    expect(keeper.exchange(token)).toBeUndefined();
  });

  it("knows neither invented tokens nor invented sessions", () => {
    const keeper = new SessionKeeper();
    const token = keeper.issueToken();
    expect(keeper.exchange("")).toBeUndefined();
    expect(keeper.exchange(`${token}x`)).toBeUndefined();
    expect(keeper.isSession(token)).toBe(false);
    expect(keeper.isSession(undefined)).toBe(false);
    expect(keeper.isSession("")).toBe(false);
  });

  it("keeps several sessions and tokens apart", () => {
    const keeper = new SessionKeeper();
    const [first, second] = [keeper.issueToken(), keeper.issueToken()];
    const one = keeper.exchange(second);
    const two = keeper.exchange(first);
    expect(one).not.toBe(two);
    expect(keeper.isSession(one)).toBe(true);
    expect(keeper.isSession(two)).toBe(true);
  });
});

describe("readCookie", () => {
  it("finds one among others", () => {
    expect(readCookie("a=1; touchmark-80=xyz; b=2", "touchmark-80")).toBe("xyz");
  });

  it("does not take a longer or shorter name for it", () => {
    expect(readCookie("touchmark-8080=no; xtouchmark-80=no", "touchmark-80")).toBeUndefined();
    expect(readCookie(undefined, "touchmark-80")).toBeUndefined();
  });
});
