import { randomInt } from "node:crypto";

/** 32 random bits: the device tells a repeated request from a new one by it. */
export const newTransferId = (): number => randomInt(0x1_0000_0000);
