import { describe, expect, it } from "vitest";
import { checkRecipe } from "../../../../../../main/workflow/recipe/parse-recipe.ts";
import { recipeFaultCodes } from "../../../../../../main/workflow/recipe/recipe-fault.ts";
import { engineers } from "../../../../../../renderer/locales/engineer.ts";
import { languages } from "../../../../../../renderer/locales/languages.ts";
import { spokenFaults } from "../../../../../../renderer/screens/set-up/recipes/recipe-words.ts";

const faulty = `
recipe: Gateway
product: { model: 7, serialNumber: "^(" }
link: { driver: telnet, baudRate: 12.5 }
attestation: { type: tmp }
registrationId: ""
registration: { endpoint: "https://x", idScope: 0ne00000000 }
enrollment: { service: plant, iotEdge: perhaps, initialTwin: [], colour: red }
taktSeconds: 0
label: { template: box, copies: 20 }
verify: { sample: { every: 0 } }
`;

function germanFaults(source: string): string[] {
  const checked = checkRecipe(source);
  const faults = "faults" in checked ? checked.faults : [];
  return spokenFaults(faults, engineers.de.recipeFaults).map(({ path, message }) => `${path} ${message}`);
}

describe("the faults of a recipe", () => {
  it.each(languages)("have words for every code of the station and no other: %s", (language) => {
    expect(Object.keys(engineers[language].recipeFaults).sort()).toEqual([...recipeFaultCodes].sort());
  });

  it("are said in the reader's language, the schema library's too", () => {
    expect(germanFaults(faulty).sort()).toEqual([
      "attestation.type muss eines davon sein: tpm, x509, x509-group, symmetric-key, symmetric-key-group",
      "enrollment.colour ist hier nicht bekannt",
      "enrollment.initialTwin muss eigene Felder haben",
      "enrollment.iotEdge muss true oder false sein",
      "label.copies darf höchstens 10 sein",
      "link.baudRate muss eine ganze Zahl sein",
      "link.driver muss eines davon sein: smp, console",
      "product.model muss ein Text sein",
      "product.serialNumber ist kein regulärer Ausdruck",
      "recipe darf nur Kleinbuchstaben, Ziffern und Bindestriche haben",
      "registration.endpoint muss ein Hostname sein, mit Port, wenn es nicht 443 ist",
      "registrationId darf nicht leer sein",
      "taktSeconds muss größer als 0 sein",
      "verify.sample.every muss mindestens 1 sein",
    ]);
  });

  it("name what is missing, and what is no YAML", () => {
    expect(germanFaults("recipe: gateway")).toContain("link fehlt");
    expect(germanFaults("link: {}")).toContain("link.driver fehlt");
    expect(germanFaults("a: 1\na: 2")).toEqual([" Derselbe Name steht hier zweimal."]);
    expect(germanFaults("a:\n\t- b")).toEqual([" Mit Tabulator eingerückt. Leerzeichen verwenden."]);
    expect(germanFaults("a: {")[0]).toMatch(/^ Nicht (eingerückt|als YAML lesbar)/);
  });

  it("stay as the station says them where it is a newer one", () => {
    const newer = { path: "a", line: 1, message: "is new", said: { says: "of-a-newer-station", facts: [] } };
    expect(spokenFaults([newer], engineers.de.recipeFaults)).toEqual([newer]);
  });
});
