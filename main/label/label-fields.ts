import { z } from "zod";

/** What of a unit may stand on its label; nothing of it is a secret. */
export const labelFields = [
  "serialNumber",
  "registrationId",
  "deviceId",
  "model",
  "lot",
  "date",
  "endorsementKeySha256",
] as const;

export type LabelField = (typeof labelFields)[number];

/** Of one unit; what it does not have is left out. `date` is the day it passed (YYYY-MM-DD), `endorsementKeySha256` lower-case hex. */
export type LabelValues = Readonly<Partial<Record<LabelField, string>>>;

const fieldName = z.enum(labelFields);
const placeholder = /\{([^{}]*)\}/g;

/** Names in braces that are no fields, as they are written. */
export function unknownFields(content: string): readonly string[] {
  return [...content.matchAll(placeholder)]
    .map(([, name = ""]) => name)
    .filter((name) => !fieldName.safeParse(name).success);
}

/** The content with each field's value in its place, or the first field the unit has none for. */
export function fillFields(
  content: string,
  values: LabelValues,
): { readonly text: string } | { readonly lacks: string } {
  let lacks: string | undefined;
  const text = content.replaceAll(placeholder, (_whole, name: string) => {
    const field = fieldName.safeParse(name).data;
    const value = field === undefined ? undefined : values[field];
    if (value === undefined || value === "") lacks ??= name;
    return value ?? "";
  });
  return lacks === undefined ? { text } : { lacks };
}
