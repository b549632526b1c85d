import type { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import type { CommandContext } from "../tpm-command.ts";

/** One item of a capability list: where it sorts, and its bytes. */
export interface CapabilityItem {
  readonly property: number;
  readonly write: (writer: ByteWriter) => void;
}

/** All items of one capability from a property on, in ascending order; may refuse the property. */
export type ListCapability = (context: CommandContext, property: number) => readonly CapabilityItem[];
