import { texts } from "../../locales/texts.ts";

/** Name of a compared field, in the language in use; one that is not known is shown as it came. */
export const fieldName = (field: string): string => texts.verify.evidence.fields[field] ?? field;
