import { describe } from "vitest";
import { connectTcpTpm } from "../../../main/practice/virtual-tpm/tcp-tpm-channel.ts";
import { describeTpmKeyContract } from "../../contract/tpm-key-contract.ts";
import { startSwtpm, swtpmAvailable } from "../../harness/swtpm.ts";

describe.skipIf(!swtpmAvailable())("the contract's other side", () => {
  describeTpmKeyContract("swtpm", async () => {
    const swtpm = await startSwtpm();
    const channel = await connectTcpTpm("127.0.0.1", swtpm.port);
    return {
      channel,
      dispose: async () => {
        await channel.close();
        await swtpm.stop();
      },
    };
  });
});
