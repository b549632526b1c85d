import { readFile } from "node:fs/promises";
import { setUpErrors } from "./station-errors.ts";

/**
 * The PIN a plant gave by its settings: TOUCHMARK_PKCS11_PIN, else the file that TOUCHMARK_PKCS11_PIN_FILE names (without the line
 * feed at its end). Throws `set-up.secret` for a file that cannot be read.
 */
export async function tokenPinFromSettings(): Promise<string | undefined> {
  const given = process.env["TOUCHMARK_PKCS11_PIN"];
  const path = process.env["TOUCHMARK_PKCS11_PIN_FILE"];
  if (given !== undefined || path === undefined) return given;
  try {
    return (await readFile(path, "utf8")).replace(/\r?\n$/, "");
  } catch (cause) {
    throw setUpErrors.secret(`cannot read the PIN file ${path}`, cause);
  }
}
