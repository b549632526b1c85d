import { TPM_CC } from "../spec/tpm-cc.ts";
import {
  readTpmsCapabilityData,
  type TpmsCapabilityData,
  writeTpmsCapabilityData,
} from "../structures/tpms-capability-data.ts";
import { type CommandDefinition, noReplyHandle, QUICK_MS } from "../wire/command-definition.ts";

export interface GetCapabilityRequest {
  /** TPM_CAP. */
  readonly capability: number;
  /** The first one wanted: a TPM_PT, a handle … */
  readonly property: number;
  readonly propertyCount: number;
}

export interface GetCapabilityReply {
  readonly moreData: boolean;
  readonly capabilityData: TpmsCapabilityData;
}

/** TPM2_GetCapability (TPM 2.0 Part 3, clause 30.2). */
export const getCapability: CommandDefinition<GetCapabilityRequest, GetCapabilityReply> = {
  name: "GetCapability",
  code: TPM_CC.GetCapability,
  requestHandleCount: 0,
  replyHasHandle: false,
  timeoutMs: QUICK_MS,
  handlesOf: () => [],
  writeRequest: (writer, request) =>
    void writer.u32(request.capability).u32(request.property).u32(request.propertyCount),
  readRequest: (reader) => ({ capability: reader.u32(), property: reader.u32(), propertyCount: reader.u32() }),
  replyHandleOf: noReplyHandle,
  writeReply: (writer, reply) => {
    writer.u8(reply.moreData ? 1 : 0);
    writeTpmsCapabilityData(writer, reply.capabilityData);
  },
  readReply: (reader) => ({ moreData: reader.u8() !== 0, capabilityData: readTpmsCapabilityData(reader) }),
};
