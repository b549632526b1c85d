import { TPMA_PERMANENT } from "../../../tpm/spec/tpm-pt.ts";
import { TPM_RH } from "../../../tpm/spec/tpm-rh.ts";
import { LIMITS } from "../limits.ts";
import type { CommandContext } from "../tpm-command.ts";
import type { TpmState } from "../tpm-state.ts";
import type { ListCapability } from "./capability.ts";

const fourCharacters = (text: string): number => Buffer.from(text.padEnd(4, "\0"), "latin1").readUInt32BE();

const vendorString = "Practice TPM";
const sha256 = 0x000b;
const aes = 0x0006;

/** PT_FIXED and what it says (TPM 2.0 Part 2, table 25). */
const fixed = ({ commands }: CommandContext): readonly (readonly [number, number])[] => [
  [0x100, fourCharacters("2.0")],
  [0x101, 0],
  [0x102, 138],
  [0x103, 273],
  [0x104, 2016],
  [0x105, fourCharacters("TMRK")],
  [0x106, fourCharacters(vendorString.slice(0, 4))],
  [0x107, fourCharacters(vendorString.slice(4, 8))],
  [0x108, fourCharacters(vendorString.slice(8, 12))],
  [0x109, 0],
  [0x10a, 1],
  [0x10b, 0x00010000],
  [0x10c, 0x00000001],
  [0x10d, LIMITS.inputBufferBytes],
  [0x10e, LIMITS.transientObjects],
  [0x10f, LIMITS.persistentObjects],
  [0x110, LIMITS.loadedSessions],
  [0x111, LIMITS.activeSessions],
  [0x112, 0],
  [0x113, 3],
  [0x114, 0xffff],
  [0x116, 0],
  [0x117, LIMITS.nvIndexBytes],
  [0x11a, sha256],
  [0x11b, aes],
  [0x11c, 256],
  [0x11e, LIMITS.commandBytes],
  [0x11f, LIMITS.responseBytes],
  [0x120, LIMITS.digestBytes],
  [0x129, commands.length],
  [0x12a, commands.length],
  [0x12b, 0],
  [0x12c, LIMITS.nvBufferBytes],
  [0x12d, 0],
];

const hierarchiesEnabled = 0x0000000f;
const dictionaryAttackTries = 32;

/** TPMA_PERMANENT (Part 2, clause 8.6): which hierarchies have a password. */
const permanentAttributes = ({ hierarchyPasswords }: TpmState): number =>
  (hierarchyPasswords.has(TPM_RH.OWNER) ? TPMA_PERMANENT.ownerAuthSet : 0) |
  (hierarchyPasswords.has(TPM_RH.ENDORSEMENT) ? TPMA_PERMANENT.endorsementAuthSet : 0);

/** PT_VAR: what changes while the TPM works. */
const variable = ({ state }: CommandContext): readonly (readonly [number, number])[] => {
  const loaded = [...state.sessions.values()].filter((session) => session.loaded).length;
  return [
    [0x200, permanentAttributes(state)],
    [0x201, hierarchiesEnabled],
    [0x202, state.nvIndices.size],
    [0x203, loaded],
    [0x204, LIMITS.loadedSessions - loaded],
    [0x205, state.sessions.size],
    [0x206, LIMITS.activeSessions - state.sessions.size],
    [0x207, LIMITS.transientObjects - state.transient.size],
    [0x208, state.persistent.size],
    [0x209, LIMITS.persistentObjects - state.persistent.size],
    [0x20e, 0],
    [0x20f, dictionaryAttackTries],
    [0x210, 7200],
    [0x211, 86400],
  ];
};

/** TPM_CAP_TPM_PROPERTIES: TPMS_TAGGED_PROPERTY (Part 2, clause 10.8.2). An answer never mixes the two groups. */
export const listProperties: ListCapability = (context, property) => {
  const group = property < 0x200 ? fixed(context) : property < 0x300 ? variable(context) : [];
  return group.map(([tag, value]) => ({ property: tag, write: (writer) => writer.u32(tag).u32(value) }));
};
