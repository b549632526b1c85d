import type { SeenConflict } from "../enrollment-store.ts";
import type { ChangeDone, DueChange } from "./change-store.ts";

/** A change as it is carried out: `entry` with its symmetric keys, if they are still kept. */
export type ChangeOrder = DueChange;

/** `conflict`: the entry is not the one a person looked at; what it is now. */
export type ChangeOutcome = ({ readonly kind: "done" } & ChangeDone) | ({ readonly kind: "conflict" } & SeenConflict);
