import { VirtualTpm } from "../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { describeTpmChannelContract } from "../tpm-channel-contract.ts";

describeTpmChannelContract("virtual TPM", () =>
  Promise.resolve({
    channel: new VirtualTpm({ seed: new Uint8Array(32).fill(1) }),
    dispose: () => Promise.resolve(),
  }),
);
