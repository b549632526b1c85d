/** A handle as recipes and tpm2-tools write it: `0x81000101`. */
export const handleText = (handle: number): string => `0x${handle.toString(16).padStart(8, "0")}`;
