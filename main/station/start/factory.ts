import type { PracticeDesk } from "../../api/desk.ts";
import type { Sockets } from "../fixture/fixture-set-up.ts";
import type { StationFile } from "../fixture/station-file.ts";
import type { LineLots } from "../line-lots.ts";
import type { RecipeShelf } from "../recipes/shelf.ts";
import type { Lent } from "../settings-desk.ts";
import type { Workshop } from "../workshop.ts";

/** What a line is put to work with: real or practice, from here on the same. */
export interface Factory {
  readonly mode: "practice" | "real";
  /** What the station goes by now. */
  readonly name: () => string;
  readonly workshop: Workshop;
  readonly shelf: RecipeShelf;
  readonly sockets: Sockets;
  /** The service to name on screen. */
  readonly service: string | null;
  readonly practice: PracticeDesk | undefined;
  /** Of `station.yaml`, practice's its own. */
  readonly file: StationFile;
  readonly lent: Lent;
  /** Called once the lots are known; practice opens its own. */
  prepare(lots: LineLots): Promise<void>;
  close(): Promise<void>;
}
