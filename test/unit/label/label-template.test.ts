import { assert, json, oneof, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { isStationError } from "../../../main/base/errors/station-error.ts";
import { parseLabelTemplate } from "../../../main/label/label-template.ts";
import { sampleSource } from "../../harness/sample-label.ts";

const withElement = (element: string): string =>
  `{ label: a, size: { width: 50, height: 25 }, dpi: 203, elements: [${element}] }`;

const detailOf = (source: string): string => {
  try {
    parseLabelTemplate(source);
    return "";
  } catch (error) {
    if (!isStationError(error, "label.bad-template")) throw error;
    return error.detail;
  }
};

describe("a label template", () => {
  it("is the same version however it is written, and another one when a millimetre changes", () => {
    const { template, hash } = parseLabelTemplate(sampleSource);
    expect(parseLabelTemplate(JSON.stringify(template)).hash).toBe(hash);
    expect(parseLabelTemplate(sampleSource.replace("x: 44", "x: 43")).hash).not.toBe(hash);
  });

  it.each([
    [
      "a field that is none",
      `{ type: text, x: 1, y: 1, size: 2, content: "{password}" }`,
      "{password} is not known here",
    ],
    ["a line break", `{ type: text, x: 1, y: 1, size: 2, content: "a\\nb" }`, "no control characters"],
    ["no content", `{ type: qr, x: 1, y: 1, size: 9 }`, "elements.0.content"],
    ["a member of another type", `{ type: line, x: 1, y: 1, length: 9, thickness: 1, content: a }`, "content"],
    ["an odd angle", `{ type: text, x: 1, y: 1, size: 2, rotation: 45, content: a }`, "rotation"],
    ["a place off the label", `{ type: text, x: -1, y: 1, size: 2, content: a }`, "elements.0.x"],
    ["no elements", "", "elements"],
  ])("refuses %s", (_what, element, said) => {
    expect(detailOf(withElement(element))).toContain(said);
  });

  it("is bounded", () => {
    const element = `{ type: box, x: 1, y: 1, width: 5, height: 5, thickness: 1 }`;
    expect(detailOf(withElement(Array.from({ length: 41 }, () => element).join()))).toContain("elements");
    expect(detailOf(`#${"x".repeat(70_000)}`)).toContain("64 KiB");
    expect(detailOf("a: &a [*a]")).not.toBe("");
    expect(detailOf("a: *nobody")).not.toBe("");
  });

  it("never ends in anything but a template or its one code", () => {
    assert(
      property(oneof(string(), json()), (source) => {
        detailOf(source);
      }),
      { numRuns: 300 },
    );
  });
});
