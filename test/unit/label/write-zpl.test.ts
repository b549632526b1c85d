import { assert, constantFrom, oneof, property, string } from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { parseLabelTemplate } from "../../../main/label/label-template.ts";
import type { LabelTypeface } from "../../../main/label/label-typeface.ts";
import { layOutLabel, layOutWhole } from "../../../main/label/lay-out-label.ts";
import { writeZpl } from "../../../main/label/write-zpl.ts";
import { readZplPicture } from "../../harness/read-zpl-picture.ts";
import { sampleTemplate, sampleTypeface, sampleValuesOfUnit as values } from "../../harness/sample-label.ts";

let typeface: LabelTypeface;
beforeAll(async () => {
  typeface = await sampleTypeface();
});

/** The commands we use with their parameters, as the ZPL II Programming Guide has them. There is no printer here to judge by. */
const grammar: readonly RegExp[] = [
  /^\^XA$/,
  /^\^CI28$/,
  /^\^PW[1-9]\d{0,4}$/,
  /^\^LL[1-9]\d{0,4}$/,
  /^\^LH\d+,\d+$/,
  /^\^FO\d{1,5},\d{1,5}$/,
  /^\^A0[NRIB],\d{1,5}$/,
  /^\^FB\d{1,4},1,0,[LCR]$/,
  /^\^BX[NRIB],\d{1,2},200,,,,_$/,
  /^\^BQN,2,(?:[1-9]|10)$/,
  /^\^BY(?:[1-9]|10)$/,
  /^\^BC[NRIB],\d{1,5},N,N,N,A$/,
  /^\^GFA,\d+,\d+,\d+,[0-9A-FG-Yg-z,:]+$/,
  /^\^GB\d{1,5},\d{1,5},\d{1,4}$/,
  /^\^FH\|$/,
  /^\^FD(?:[A-Za-z0-9 .,:;/=+()*#-]|\|[0-9A-F]{2})*$/,
  /^\^FS$/,
  /^\^PQ[1-9]\d?$/,
  /^\^XZ$/,
];

/** Split as a printer does: a command begins at each ^. */
const commandsOf = (zpl: string): readonly string[] => zpl.replaceAll("\n", "").split(/(?=\^)/);

const fieldsOf = (zpl: string): readonly string[] =>
  [...zpl.matchAll(/\^FD([^^]*)\^FS/g)].map(([, data = ""]) => {
    const bytes = [...data.matchAll(/\|([0-9A-F]{2})|(.)/g)].map(([, hex, plain = ""]) =>
      hex === undefined ? plain.charCodeAt(0) : Number.parseInt(hex, 16),
    );
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
  });

describe("a label in ZPL", () => {
  it("is the printer's own commands, in UTF-8, with as many copies as were asked for", () => {
    const zpl = writeZpl(layOutWhole(sampleTemplate(), { values, typeface }), typeface, 3);
    expect(commandsOf(zpl).filter((command) => !grammar.some((rule) => rule.test(command)))).toEqual([]);
    expect(zpl).toContain("^PQ3");
    expect(zpl).toMatchSnapshot();
    expect(fieldsOf(zpl)).toEqual([
      "GW-200 Gerät ß 1",
      "S/N GW220000128",
      "GW220000128",
      "QA,https://example.test/gw220000128?lot=4711",
      "GW220000128",
      "4711",
    ]);
  });

  it("is a picture where a text has letters that printers have not, and only there", () => {
    const source = `{ label: a, size: { width: 50, height: 25 }, dpi: 203, elements: [{ type: text, x: 2, y: 2, size: 4, content: "GW-200 网关" }, { type: text, x: 2, y: 8, size: 4, content: "{lot}" }] }`;
    const zpl = writeZpl(layOutWhole(parseLabelTemplate(source).template, { values, typeface }), typeface);
    expect(commandsOf(zpl).filter((command) => !grammar.some((rule) => rule.test(command)))).toEqual([]);
    expect(fieldsOf(zpl)).toEqual(["4711"]);
    const picture = readZplPicture(zpl);
    expect(picture.x).toBeGreaterThanOrEqual(16);
    expect(picture.y).toBeGreaterThanOrEqual(16);
    expect(picture.y + picture.rows.length).toBeLessThanOrEqual(16 + 32);
    // As many dots as its strokes have room for.
    const black = picture.rows.join("").replaceAll("0", "").length;
    expect(black / picture.rows.join("").length).toBeGreaterThan(0.1);
    expect(black / picture.rows.join("").length).toBeLessThan(0.45);
  });

  it("doubles the escape of a Data Matrix", () => {
    const source = `{ label: a, size: { width: 50, height: 25 }, dpi: 203, elements: [{ type: data-matrix, x: 1, y: 1, size: 15, content: "{lot}" }] }`;
    const layout = layOutWhole(parseLabelTemplate(source).template, { values: { lot: "A_1~B" }, typeface });
    expect(fieldsOf(writeZpl(layout, typeface))).toEqual(["A__1~B"]);
  });

  it("lets no content become a command, whatever it is", () => {
    const source = `{ label: a, size: { width: 300, height: 100 }, dpi: 203, elements: [{ type: text, x: 1, y: 1, size: 1, content: "{lot}" }, { type: qr, x: 1, y: 5, size: 90, content: "{lot}" }] }`;
    const { template } = parseLabelTemplate(source);
    const hostile = oneof(
      constantFrom("^XZ^XA^JUF", "~JR", "^FS^FO0,0^GB9,9,9^FS", "|5E", "\\&", "_5E", "a\u0000b", "^FH_", "€ß"),
      string({ minLength: 1, maxLength: 40 }),
    );
    assert(
      property(hostile, (lot) => {
        const { layout } = layOutLabel(template, { values: { lot }, typeface });
        const zpl = writeZpl(layout, typeface);
        expect(commandsOf(zpl).filter((command) => !grammar.some((rule) => rule.test(command)))).toEqual([]);
        expect(zpl).not.toContain("~");
        for (const field of fieldsOf(zpl)) expect([lot, `MA,${lot}`]).toContain(field);
      }),
      { numRuns: 150 },
    );
  });
});
