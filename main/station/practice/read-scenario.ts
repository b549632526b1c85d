import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { type PracticeScenario, practiceScenario } from "../../practice/dps/faults/scenario.ts";
import { setUpErrors } from "../station-errors.ts";

/** A scenario of the practice service, YAML or JSON. Throws `set-up.usage`, naming the member that is wrong. */
export async function readScenario(path: string): Promise<PracticeScenario> {
  let document: unknown;
  try {
    document = parse(await readFile(path, "utf8"), { maxAliasCount: 0 });
  } catch (cause) {
    throw setUpErrors.usage(`cannot read ${path}`, cause);
  }
  const parsed = practiceScenario.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw setUpErrors.usage(`${path}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is no scenario"}`);
}
