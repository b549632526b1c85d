import { formatDay } from "../../locales/format.ts";

/** A day said as `2026-11-23`, as a moment of it here. */
export const dayOf = (day: string): number => Date.parse(`${day}T12:00:00`);

/** `11-23`, `23.11.`: the day without its year, in the order of the language. */
export const shortDay = (day: string): string =>
  formatDay(dayOf(day))
    .replace(day.slice(0, 4), "")
    .replaceAll(/^[-/.]|[-/]$/g, "");
