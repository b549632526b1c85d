import { openDataFolder, practiceFolder } from "../data-folder.ts";
import { StationFile } from "../fixture/station-file.ts";
import { setUpPractice } from "../practice/set-up-practice.ts";
import type { StationOptions } from "../running-station.ts";
import type { Factory } from "./factory.ts";

/** The whole factory in memory, its records in a folder of their own. Throws `set-up.*`, `records.*`. */
export async function practiceFactory({ dataFolder, log }: StationOptions): Promise<Factory> {
  const root = practiceFolder(dataFolder);
  const file = await StationFile.open(openDataFolder(root).settings);
  const { name, ...practice } = await setUpPractice({ root, log });
  return { ...practice, mode: "practice", name: () => name, file };
}
