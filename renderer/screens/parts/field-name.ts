import { formatFactName } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";

/** Name of a compared field, in the language in use; one that is not known is shown as it came, in words. */
export const fieldName = (field: string): string => texts.verify.evidence.fields[field] ?? formatFactName(field);

/** A compared value; in the reader's language where it stands for one that is not told. */
export const valueName = (value: string): string => texts.verify.evidence.values[value] ?? value;
