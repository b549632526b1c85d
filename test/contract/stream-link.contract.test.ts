import { Duplex, PassThrough } from "node:stream";
import { concatBytes } from "../../main/base/bytes/bytes.ts";
import { streamLink } from "../../main/link/stream-link.ts";
import { describeLinkContract, type LinkBench } from "./link-contract.ts";

/** Two pipes joined as standard input and output are. */
async function connect(): Promise<LinkBench> {
  const toLink = new PassThrough();
  const fromLink = new PassThrough();
  const chunks: Uint8Array[] = [];
  fromLink.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  const link = streamLink("stdio", Duplex.from({ readable: toLink, writable: fromLink }));
  return {
    link,
    sendFromFar: async (bytes) => void toLink.write(bytes),
    receivedAtFar: () => concatBytes(...chunks),
    pull: async () => {
      toLink.end();
      fromLink.destroy();
    },
    stall: () => void fromLink.pause(),
    dispose: async () => {
      toLink.destroy();
      fromLink.destroy();
    },
  };
}

describeLinkContract("stream", connect, { canBlock: true });
