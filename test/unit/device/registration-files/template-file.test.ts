import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { templateFile } from "../../../../main/device/registration-files/template-file.ts";

const defaults = {
  endpoint: "global.azure-devices-provisioning.net",
  idScope: "0ne00000000",
  attestation: "x509",
} as const;
const registration = { ...defaults, registrationId: "sn100000001" };
const text = '[dps]\nhost = {endpoint}\nscope={idScope}\nid="{registrationId}" # {registrationId} ({other}) $1 \\d\n';

describe("a file as a template spells it", () => {
  const file = templateFile(text, defaults);

  it("has the values in their places, and nothing of what was there", () => {
    expect(file.merge("old\n", registration)).toBe(
      '[dps]\nhost = global.azure-devices-provisioning.net\nscope=0ne00000000\nid="sn100000001" # sn100000001 ({other}) $1 \\d\n',
    );
  });

  it("is read back whole", () => {
    const written = file.merge(undefined, registration);
    expect(file.parse(written)).toEqual(registration);
    expect(file.parse(written.replace("0ne00000000", "0ne0000000F"))).toEqual({
      ...registration,
      idScope: "0ne0000000F",
    });
  });

  it.each([
    ["a character more", (written: string) => `${written} `],
    ["a character less", (written: string) => written.slice(0, -1)],
    ["a line before", (written: string) => `\n${written}`],
    ["two values for one placeholder", (written: string) => written.replace("# sn100000001", "# sn100000002")],
    ["nothing in it", () => ""],
  ])("is none with %s", (_, change) => {
    expect(file.parse(change(file.merge(undefined, registration)))).toBeUndefined();
  });

  it("may leave out what the firmware knows by itself", () => {
    const short = templateFile("{registrationId}", defaults);
    expect(short.merge(undefined, registration)).toBe("sn100000001");
    expect(short.parse("sn100000001")).toEqual(registration);
  });

  it("gives back what was written, whatever the text around it", () => {
    const around = fc.string({ maxLength: 40, unit: "binary" }).map((part) => part.replaceAll(/\{\w*\}/g, ""));
    fc.assert(
      fc.property(around, around, around, (before, between, after) => {
        const form = templateFile(`${before}{registrationId} ${between}{endpoint} ${after}`, defaults);
        expect(form.parse(form.merge(undefined, registration))).toEqual(registration);
      }),
    );
  });
});
