import { ORPCError } from "@orpc/client";
import { describe, expect, it } from "vitest";
import { problemOf } from "../../../../renderer/client/problem-of.ts";

describe("problemOf", () => {
  it("gives the station's own problem", () => {
    const problem = { code: "link.lost", sentence: "Reseat the plug.", detail: "closed", retry: "same-unit" as const };
    expect(problemOf(new ORPCError("link.lost", { data: problem }))).toEqual(problem);
  });

  it("makes one of a refusal without a problem", () => {
    const problem = problemOf(new ORPCError("BAD_REQUEST", { message: "input validation failed" }));
    expect(problem).toMatchObject({ code: "screen.refused", detail: "BAD_REQUEST: input validation failed" });
  });

  it("takes anything else for a lost connection", () => {
    expect(problemOf(new TypeError("socket is closed")).code).toBe("screen.disconnected");
    expect(problemOf("odd").detail).toBe("odd");
  });
});
