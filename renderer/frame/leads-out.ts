/** Keys that lead out of the page, or change it: of the browser, as far as it lets a page have them. */
export function leadsOut({ key, altKey, ctrlKey, metaKey }: KeyPress): boolean {
  if (/^F\d{1,2}$/.test(key) || /^Browser|^Launch/.test(key)) return true;
  if (altKey) return true;
  // Copying is no way out, and Ctrl+] is in a scanner's code.
  return (ctrlKey || metaKey) && !/^[acvx\]]$/i.test(key) && key !== "Control" && key !== "Meta";
}

type KeyPress = Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey">;
