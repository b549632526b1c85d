import { afterEach, describe, expect, it } from "vitest";
import { labelRemark, labelRemarkCodes, remarkOnTemplate } from "../../../../../../main/label/label-remark.ts";
import { labelTemplateSchema } from "../../../../../../main/label/label-template.ts";
import { engineers } from "../../../../../../renderer/locales/engineer.ts";
import { languages } from "../../../../../../renderer/locales/languages.ts";
import { speak } from "../../../../../../renderer/locales/texts.ts";
import { faultWord } from "../../../../../../renderer/screens/set-up/labels/fault-word.ts";

afterEach(() => speak("en"));

/** As the station sends the faults of the schema. */
function faultsOf(template: unknown) {
  const parsed = labelTemplateSchema.safeParse(template, { reportInput: true });
  return (parsed.error?.issues ?? []).map((issue) => {
    const { says, facts, english } = remarkOnTemplate(issue);
    const isElement = issue.path[0] === "elements";
    const member = (isElement ? issue.path.slice(2) : issue.path).join(".");
    const code = "label.bad-template";
    return { element: isElement ? Number(issue.path[1]) : null, member, code, detail: english, said: { says, facts } };
  });
}

describe("the faults of a label", () => {
  it.each(languages)("have words for every code of the station and no other: %s", (language) => {
    expect(Object.keys(engineers[language].labels.faults).sort()).toEqual([...labelRemarkCodes].sort());
  });

  it("name element and member as the form does, in the reader's language", () => {
    speak("de");
    const text = { type: "text" as const, x: 1, y: 301, size: 0.1, content: "{mac}" };
    const template = { label: "A B", size: { width: 2, height: 25 }, dpi: 203, elements: [text] };
    const [name, width, y, size, content] = faultsOf(template).map((fault) => faultWord(fault, [text]));
    expect([name, width, y, size]).toEqual([
      "Name: darf nur Kleinbuchstaben, Ziffern und Bindestriche haben",
      "Breite, mm: muss mindestens 5 sein",
      "Element 1: Von oben, mm: darf höchstens 300 sein",
      "Element 1: Schrifthöhe, mm: muss mindestens 0.8 sein",
    ]);
    expect(content).toMatch(/^Element 1: Inhalt: \{mac\} ist hier nicht bekannt; bekannt: \{serialNumber\}/);
  });

  it("say why an element cannot be printed, in English where it is a newer station's", () => {
    speak("de");
    const { says, facts } = labelRemark("code-too-small", "27.8", "20");
    const fault = { element: 2, member: null, code: "label.too-large", detail: "as it came", said: { says, facts } };
    expect(faultWord(fault, [])).toBe("Element 3: Der Code braucht 27.8 mm, nicht 20 mm");
    expect(faultWord({ ...fault, said: { says: "of-a-newer-station", facts: [] } }, [])).toBe("Element 3: as it came");
  });
});
