import { afterEach, describe, expect, it } from "vitest";
import type { VerificationCheck } from "../../../../../main/api/contract/index.ts";
import { manifestEntry } from "../../../../../main/manifest/manifest-entry.ts";
import { type Finding, finding, findingCodes } from "../../../../../main/workflow/verify/finding.ts";
import { languages } from "../../../../../renderer/locales/languages.ts";
import { catalogues, speak } from "../../../../../renderer/locales/texts.ts";
import { expectedOf, factName, factValue, foundOf } from "../../../../../renderer/screens/verify/evidence-words.ts";

const checkOf = ({ says, facts, english }: Finding): VerificationCheck => ({
  id: "enrollment",
  outcome: "pass",
  code: null,
  expected: english,
  found: english,
  expectedSaid: { says, facts },
  foundSaid: { says, facts },
});

afterEach(() => speak("en"));

describe("evidence", () => {
  it.each(languages)("is said for every code of the station and no other: %s", (language) => {
    expect(Object.keys(catalogues[language].texts.verify.evidence.findings).sort()).toEqual([...findingCodes].sort());
  });

  it("is said in the reader's language, English where it stands in the records alone", () => {
    speak("de");
    const check = checkOf(finding("entry-recorded", "gw-1"));
    expect(expectedOf(check)).toBe("Eintrag gw-1 wie gespeichert");
    const before = { ...check, expectedSaid: undefined, foundSaid: undefined };
    expect(foundOf(before)).toBe("entry gw-1 as recorded");
    expect(foundOf({ ...check, foundSaid: { says: "of-a-newer-station", facts: [] } })).toBe("entry gw-1 as recorded");
  });

  it("names grades and fields, and every difference", () => {
    speak("zh");
    expect(foundOf(checkOf(finding("endorsement-proven", "issuer-unknown")))).toContain("颁发者未知");
    expect(foundOf(checkOf(finding("endorsement-known", "no-certificate")))).toContain("无");
    const other = finding("entry-other", "device id", "b", "a", "provisioning status", "disabled", "enabled");
    expect(foundOf(checkOf(other))).toBe("设备 ID为“b”，应为“a”; 预配状态为“disabled”，应为“enabled”");
  });

  it("says what to do where a check could not be made, and what went wrong", () => {
    speak("de");
    const check = {
      ...checkOf(finding("entry-same")),
      outcome: "unknown",
      code: "link.lost",
      foundSaid: null,
    } as const;
    expect(foundOf({ ...check, found: "port closed" })).toBe(`${catalogues.de.sentences["link.lost"]} port closed`);
  });

  it.each(languages)("has a name for every member of a manifest and of an entry: %s", (language) => {
    const { fields } = catalogues[language].texts.verify.evidence;
    const ofEntry = ["capabilities", "reprovisionPolicy", "allocationPolicy", "iotHubs"];
    expect([...manifestEntry.keyof().options, ...ofEntry].filter((field) => fields[field] === undefined)).toEqual([]);
  });

  it("says what stands in the place of a value", () => {
    speak("de");
    expect(foundOf(checkOf(finding("entry-other", "symmetric key", "another key", "the unit's key")))).toBe(
      "Symmetrischer Schlüssel ist „ein anderer Schlüssel“, nicht „der Schlüssel des Geräts“",
    );
  });

  it("names what was measured, or shows it as it came", () => {
    speak("es");
    expect(factName("firmwareVersion")).toBe("versión del firmware");
    expect(factName("somethingNew")).toBe("something new");
    expect(factValue("verdict", "expired")).toBe("Caducado");
    expect(factValue("proven", true)).toBe("sí");
  });
});
