/**
 * What a serial number of a recipe looks like, for people: `^GW2[0-9]{8}$` → `GW2########`. Null for an expression that is more than letters
 * with classes of digits and letters of fixed count.
 */
export function exampleOfPattern(pattern: string): string | null {
  let rest = pattern.replace(/^\^/, "").replace(/\$$/, "");
  let example = "";
  while (rest !== "") {
    const [whole, literal, digits, letters, count] =
      /^(?:([A-Za-z0-9._-])(?![?*+{])|(\[0-9\]|\\d)|(\[A-Z\]|\[A-Za-z\]|\[A-Z0-9\]|\[A-Za-z0-9\]))(?:\{(\d{1,2})\})?/.exec(
        rest,
      ) ?? [];
    if (whole === undefined) return null;
    if (literal !== undefined) example += literal;
    else example += (digits === undefined && letters !== undefined ? "•" : "#").repeat(Number(count ?? 1));
    rest = rest.slice(whole.length);
  }
  return example.includes("#") || example.includes("•") ? example : null;
}
