import type { enEngineer } from "./en/engineer.ts";
import type { en } from "./en.ts";

/** The shape every language has: a text that is missing does not compile. */
export type Texts = Widened<typeof en>;

export type Widened<Value> = Value extends string
  ? string
  : Value extends (...input: infer Input) => string
    ? (...input: Input) => string
    : { readonly [Key in keyof Value]: Widened<Value[Key]> };

/** The shape of what only engineers read. */
export type EngineerTexts = Widened<typeof enEngineer>;
