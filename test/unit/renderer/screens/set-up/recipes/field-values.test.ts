import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RecipeField } from "../../../../../../main/api/contract/index.ts";
import { checkRecipe } from "../../../../../../main/workflow/recipe/parse-recipe.ts";
import {
  faultsOf,
  fieldText,
  fieldValue,
  shownFields,
  withField,
} from "../../../../../../renderer/screens/set-up/recipes/field-values.ts";
import { RecipeDocument } from "../../../../../../renderer/screens/set-up/recipes/recipe-document.ts";
import { FakeShelf } from "../../../../../harness/fake-station/fake-shelf.ts";

const folder = join(import.meta.dirname, "../../../../../../resources/recipes");
const sample = (name: string): string => readFileSync(join(folder, name), "utf8");
const fields = new FakeShelf().fields();

function read(text: string): RecipeDocument {
  const document = RecipeDocument.read(text);
  if (document === undefined) throw new Error(`not YAML:\n${text}`);
  return document;
}

const faultsIn = (text: string) => {
  const checked = checkRecipe(text);
  return "faults" in checked ? checked.faults : [];
};

const typed: Readonly<Record<RecipeField["kind"], string>> = {
  text: 'a "word": 1366, [x] # {ek}',
  "long-text": "[dps]\nid = {registrationId}\n",
  number: "42",
  choice: "",
  switch: "true",
  list: "one.example\ntwo.example",
  structure: "line: 3\nlot: [a, b]",
};

describe("the fields of a recipe's form", () => {
  it.each(fields)("$path goes through YAML and back", (field) => {
    const text = field.kind === "choice" ? (field.choices[0] ?? "") : typed[field.kind];
    const value = fieldValue(field, text)?.value;
    const order = fields.map(({ path }) => path);
    const changed = read("# mine\nrecipe: x\n").withMember(field.path, value, order);
    expect(changed).toContain("# mine");
    const again = read(changed).valueAt(field.path);
    expect(again).toEqual(value);
    expect(fieldValue(field, fieldText(field, again))?.value).toEqual(value);
    expect(read(read(changed).withMember(field.path, undefined, order)).valueAt(field.path)).toBeUndefined();
  });

  it("are those of use for the attestation and driver", () => {
    const shown = (text: string) => shownFields(read(text), fields).map(({ path }) => path);
    const tpm = shown(sample("gateway-tpm.yaml"));
    expect(tpm).toContain("attestation.endorsementKey.activation");
    expect(tpm.filter((path) => /^console|certificate\.authority|write|masterKey|pass\.within/.test(path))).toEqual([]);
    const linux = shown(sample("linux-gateway-tpm.yaml"));
    expect(linux).toEqual(expect.arrayContaining(["console.login.user", "registration.write.as"]));
    expect(shown(sample("sensor-symmetric-key-group.yaml"))).not.toContain("enrollment.deviceId");
    expect(shown("attestation: { type: symmetric-key-group }\nenrollment: { deviceId: x }")).toContain(
      "enrollment.deviceId",
    );
  });

  it("take away what is of no use under another attestation", () => {
    const change = { path: "attestation.type", value: "symmetric-key" };
    const text = withField(read(sample("sensor-x509.yaml")), change, fields);
    expect(read(text).valueAt("attestation")).toEqual({ type: "symmetric-key" });
    expect(faultsIn(text)).toEqual([]);
  });

  it("ask for what another driver needs", () => {
    const text = withField(read(sample("gateway-tpm.yaml")), { path: "link.driver", value: "console" }, fields);
    expect(faultsIn(text).map(({ path }) => path)).toContain("console");
    expect(shownFields(read(text), fields).map(({ path }) => path)).toContain("registration.write.as");
  });

  it("have their faults at the field and at the line", () => {
    const text = sample("sensor-x509.yaml").replace("validityDays: 3650", "validityDays: 0");
    const line = text.split("\n").findIndex((one) => one.includes("validityDays")) + 1;
    const faults = faultsIn(text);
    const at = (path: string) => {
      const field = fields.find((one) => one.path === path);
      return field === undefined ? [] : faultsOf(field, read(text), faults);
    };
    expect(at("attestation.certificate.validityDays")).toEqual([expect.objectContaining({ line })]);
    expect(at("attestation.certificate.authority")).toEqual([]);
  });

  it("are missing together with what they stand in", () => {
    const text = sample("sensor-x509.yaml").replace(/product:\n(?: .*\n)+/, "");
    const field = fields.find(({ path }) => path === "product.model");
    if (field === undefined) throw new Error("no such field");
    expect(faultsOf(field, read(text), faultsIn(text))).toEqual([
      expect.objectContaining({ path: "product", message: "is missing" }),
    ]);
  });

  it("say what is no YAML", () => {
    expect(fieldValue({ kind: "structure" }, "a: [")).toBeUndefined();
    expect(fieldValue({ kind: "number" }, "many")).toEqual({ value: "many" });
  });
});
