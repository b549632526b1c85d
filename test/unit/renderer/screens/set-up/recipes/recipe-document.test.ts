import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkRecipe } from "../../../../../../main/workflow/recipe/parse-recipe.ts";
import { recipeFields } from "../../../../../../main/workflow/recipe/recipe-fields.ts";
import { RecipeDocument, renamed } from "../../../../../../renderer/screens/set-up/recipes/recipe-document.ts";

const folder = join(import.meta.dirname, "../../../../../../resources/recipes");
const samples = readdirSync(folder)
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => ({ name, source: readFileSync(join(folder, name), "utf8") }));
const order = recipeFields().map(({ path }) => path);

const source = `# Line 3's own
recipe: sensor # the name
product: { model: SN-100 }   # as the label says
link:
  driver: smp

  # slow cable
  baudRate: 57600
attestation: { type: symmetric-key }
registrationId: "{serialNumber}"
registration:
  endpoint: global.azure-devices-provisioning.net
  idScope: 0ne00000000
enrollment: { service: plant-dps }
`;

function read(text: string): RecipeDocument {
  const document = RecipeDocument.read(text);
  if (document === undefined) throw new Error("not YAML");
  return document;
}

const withMember = (path: string, value: Parameters<RecipeDocument["withMember"]>[1], text = source): string =>
  read(text).withMember(path, value, order);

/** Lines that are in one text and not in the other. */
const changedLines = (text: string): readonly string[] => {
  const before = source.split("\n");
  return text.split("\n").filter((line) => !before.includes(line));
};

describe("a recipe's document", () => {
  it("changes one word and not one other character", () => {
    expect(withMember("link.baudRate", 9600)).toBe(source.replace("57600", "9600"));
    expect(withMember("product.model", "SN-200")).toBe(source.replace("SN-100", "SN-200"));
    expect(withMember("registrationId", "sn-{serialNumber}")).toBe(
      source.replace('"{serialNumber}"', '"sn-{serialNumber}"'),
    );
  });

  it("quotes what YAML would read as something else", () => {
    for (const text of [
      "1366",
      "a: b",
      "x, y",
      "{ek}",
      "# no",
      "true",
      "",
      " blank ",
      'say "so"',
      "[0-9]{8}",
      "- a",
      "&x",
    ]) {
      for (const path of ["product.model", "registration.idScope"]) {
        expect(read(withMember(path, text)).valueAt(path), `${path} ${text}`).toBe(text);
      }
    }
  });

  it("adds a member where the schema has it, and keeps comments", () => {
    const added = withMember("stage", "production");
    expect(changedLines(added)).toContain("stage: production");
    expect(added.indexOf("stage:")).toBeGreaterThan(added.indexOf("recipe:"));
    expect(added.indexOf("stage:")).toBeLessThan(added.indexOf("product:"));
    const deep = withMember("enrollment.initialTwin.tags", { line: 3 });
    for (const comment of ["# Line 3's own", "# the name", "# as the label says", "# slow cable"]) {
      expect(added).toContain(comment);
      expect(deep).toContain(comment);
    }
    expect(read(deep).valueAt("enrollment.initialTwin.tags")).toEqual({ line: 3 });
  });

  it("takes a member away with what is empty without it", () => {
    const taken = withMember("product.model", undefined);
    expect(read(taken).valueAt("product")).toBeUndefined();
    expect(withMember("link.baudRate", undefined)).toContain("driver: smp");
  });

  it("fills in what has a colon and nothing behind it", () => {
    const text = source.replace("product: { model: SN-100 }   # as the label says", "product:");
    expect(read(withMember("product.model", "X", text)).valueAt("product.model")).toBe("X");
  });

  it.each(samples)("$name: any member may be said anew without losing a comment or changing another", ({
    source: text,
  }) => {
    const document = read(text);
    const comments = text.match(/#[^\n"]*$/gm) ?? [];
    for (const path of ["stage", "taktSeconds", "product.model", "verify.sample.every", "link.match.vendorId"]) {
      const value = path.endsWith("Seconds") || path.endsWith("every") ? 7 : path === "stage" ? "trial" : "AB12";
      const changed = document.withMember(path, value, order);
      expect(read(changed).valueAt(path)).toBe(value);
      for (const comment of comments) expect(changed).toContain(comment.trim());
      const back = read(changed).withMember(path, document.valueAt(path) as string | undefined, order);
      const [before, after] = [checkRecipe(text), checkRecipe(back)];
      expect("hash" in after && "hash" in before && after.hash === before.hash).toBe(true);
    }
  });

  it("is none where the text is no YAML, or no map", () => {
    for (const text of ["a: [", "- a", "just words", "a: 1\na: 2"]) expect(RecipeDocument.read(text)).toBeUndefined();
    expect(RecipeDocument.read("")?.valueAt("recipe")).toBeUndefined();
    expect(withMember("recipe", "x", "# only a comment\n")).toContain("recipe: x");
  });

  it("gets a free name", () => {
    expect(renamed(source, ["other"])).toBe(source);
    expect(read(renamed(source, ["sensor"])).valueAt("recipe")).toBe("sensor-copy");
    expect(read(renamed(source, ["sensor", "sensor-copy"])).valueAt("recipe")).toBe("sensor-copy-2");
  });
});
