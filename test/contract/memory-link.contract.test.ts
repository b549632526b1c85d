import { concatBytes } from "../../main/base/bytes/bytes.ts";
import { memoryLinkPair } from "../../main/link/memory-link.ts";
import { describeLinkContract, hear, type LinkBench } from "./link-contract.ts";

function connect(bitsPerSecond?: number): LinkBench {
  const { near, far } = memoryLinkPair("bench", bitsPerSecond === undefined ? {} : { bitsPerSecond });
  const heard = hear(far);
  return {
    link: near,
    sendFromFar: (bytes) => far.write(bytes),
    receivedAtFar: () => concatBytes(...heard.chunks),
    pull: () => far.close(),
    dispose: () => far.close(),
  };
}

describeLinkContract("memory", () => Promise.resolve(connect()), { canBlock: false });
describeLinkContract("memory at 1 Mbit/s", () => Promise.resolve(connect(1_000_000)), { canBlock: false });
