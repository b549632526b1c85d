/** `localStorage`, or null where there is none. */
export type ChoiceStorage = Pick<Storage, "getItem" | "setItem"> | null;

/** What was chosen last time; null when nothing was, or the storage refuses. */
export function savedChoice(storage: ChoiceStorage, key: string): string | null {
  try {
    return storage?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

/** A full or forbidden storage costs only the memory of the choice. */
export function saveChoice(storage: ChoiceStorage, key: string, choice: string): void {
  try {
    storage?.setItem(key, choice);
  } catch {
    // The choice lives as long as the page.
  }
}
