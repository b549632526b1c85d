import { deviceErrors } from "../device-errors.ts";
import type { Registration } from "../device-session.ts";
import type { RegistrationFile } from "./registration-file.ts";

/** What a template may leave to its own fixed text; a file that is the template's, whole, says it by being so. */
export type TemplateDefaults = Pick<Registration, "endpoint" | "idScope" | "attestation">;

const placeholder = /\{(endpoint|idScope|registrationId)\}/g;

/**
 * The whole file as the recipe spells it, with `{endpoint}`, `{idScope}` and `{registrationId}` in it; other braces are text.
 * What was there before goes. Read back, the file must be the template in every character.
 */
export function templateFile(text: string, defaults: TemplateDefaults): RegistrationFile {
  const pattern = patternOf(text);
  return {
    merge: (_existing, registration) => {
      const filled = text.replaceAll(placeholder, (_whole, name: keyof Registration) => registration[name]);
      if (!pattern.test(filled))
        throw deviceErrors.refused("a value of the registration does not fit into the template");
      return filled;
    },
    parse: (content) => {
      const found = pattern.exec(content)?.groups;
      const registrationId = found?.["registrationId"];
      return registrationId === undefined ? undefined : { ...defaults, ...found, registrationId };
    },
  };
}

/** Matches the filled template and nothing else; a placeholder used twice must have one value. Values hold no white space or quotes. */
function patternOf(text: string): RegExp {
  const seen = new Set<string>();
  const source = text
    .split(placeholder)
    .map((part, index) => {
      // Every second part is a placeholder's name.
      if (index % 2 === 0) return part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
      if (seen.has(part)) return `\\k<${part}>`;
      seen.add(part);
      return `(?<${part}>[A-Za-z0-9._:-]{1,253})`;
    })
    .join("");
  return new RegExp(`^${source}$`, "u");
}
