import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";

const samples = join(import.meta.dirname, "../../../../resources/recipes");
const withUsb = (file: string): string =>
  readFileSync(join(samples, file), "utf8").replace(/^link:.*\n(?: {2}.*\n)*/m, (link) =>
    link.replace(/\bkind: *serial/, "kind: usb"),
  );

describe("link.kind", () => {
  it("may be usb for a device that speaks SMP", () => {
    const source = withUsb("gateway-tpm.yaml");
    expect(source).toContain("kind: usb");
    expect(checkRecipe(source)).toMatchObject({ recipe: { link: { kind: "usb" } } });
  });

  it("may not be usb for a console: there is none on a bulk pipe", () => {
    const source = withUsb("linux-gateway-tpm.yaml");
    expect(source).toContain("kind: usb");
    expect(checkRecipe(source)).toMatchObject({ faults: [{ path: "link.kind" }] });
  });
});
