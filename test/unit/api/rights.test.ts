import { isContractProcedure } from "@orpc/contract";
import { describe, expect, it } from "vitest";
import { contract, rightSchema, roleSchema } from "../../../main/api/contract/index.ts";
import { listedNeed, needOf, needsSecond, rightsOf } from "../../../main/api/rights.ts";

function pathsOf(router: object, above: readonly string[] = []): readonly (readonly string[])[] {
  return Object.entries(router).flatMap(([name, item]) => {
    const path = [...above, name];
    return isContractProcedure(item) ? [path] : pathsOf(item, path);
  });
}

const paths = pathsOf(contract);

describe("rights", () => {
  it("are said for every call of the contract", () => {
    expect(paths.length).toBeGreaterThan(40);
    expect(paths.filter((path) => listedNeed(path) === undefined).map((path) => path.join("."))).toEqual([]);
  });

  it("are the engineer's for a call nobody has thought of", () => {
    expect(needOf(["vault", "open"])).toEqual({ right: "set-up" });
    expect(roleSchema.options.filter((role) => rightsOf[role].includes("set-up"))).toEqual(["engineer"]);
  });

  it("are all the engineer's, and grow from role to role but for what is not of that work", () => {
    expect(rightsOf.engineer.toSorted()).toEqual(rightSchema.options.toSorted());
    expect(rightsOf.operator).toEqual(["run"]);
    for (const role of roleSchema.options)
      expect(rightsOf.engineer).toEqual(expect.arrayContaining([...rightsOf[role]]));
  });

  it.each([
    ["setUp.removeTrustedRoot", {}, true],
    ["service.change", { act: "delete" }, true],
    ["service.change", { act: "disable" }, false],
    ["service.change", null, false],
    ["units.change", { act: "scrap" }, true],
    ["units.change", { act: "release" }, false],
    ["lots.open", {}, false],
    ["lots.close", {}, true],
  ])("%s with %o needs a second person: %s", (path, input, wanted) => {
    expect(needsSecond(needOf(path.split(".")), input)).toBe(wanted);
  });
});
