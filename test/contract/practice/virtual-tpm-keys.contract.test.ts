import { VirtualTpm } from "../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { describeTpmKeyContract } from "../tpm-key-contract.ts";

describeTpmKeyContract("virtual TPM", () =>
  Promise.resolve({
    channel: new VirtualTpm({ seed: new Uint8Array(32).fill(1), endorsementCertificate: "none" }),
    dispose: () => Promise.resolve(),
  }),
);
