import type { LabelLayout } from "./lay-out-label.ts";

/** What a scanner reads off the label, each code once. */
export const codesOn = ({ items }: LabelLayout): readonly string[] => [
  ...new Set(items.flatMap((item) => (item.kind === "grid" || item.kind === "bars" ? [item.content] : []))),
];
