import { describe } from "vitest";
import { concatBytes } from "../../../main/base/bytes/bytes.ts";
import { openLink } from "../../../main/link/open-link.ts";
import { describeLinkContract, type LinkBench } from "../../contract/link-contract.ts";
import { hasSocat, ptyCable } from "../../harness/pty-cable.ts";

async function connect(): Promise<LinkBench> {
  const cable = await ptyCable();
  const chunks: Uint8Array[] = [];
  cable.far.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  const link = await openLink(cable.path, { baudRate: 115_200 });
  return {
    link,
    sendFromFar: (bytes) => new Promise((resolve) => cable.far.write(bytes, () => resolve())),
    receivedAtFar: () => concatBytes(...chunks),
    pull: cable.pull,
    stall: () => void cable.far.pause(),
    dispose: cable.dispose,
  };
}

describe.skipIf(!hasSocat)("on a PTY", () => describeLinkContract("serial", connect, { canBlock: true }));
