/** A whole number within bounds, as typed; null for anything else. */
export function wholeNumber(text: string, least: number, most: number): number | null {
  const typed = text.trim();
  if (!/^\d{1,9}$/.test(typed)) return null;
  const number = Number(typed);
  return number >= least && number <= most ? number : null;
}
