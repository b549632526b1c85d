import { createServer, type Socket } from "node:net";
import { once } from "node:events";

/** What the double says of itself. */
export interface ZebraState {
  paperOut?: boolean;
  paused?: boolean;
  headOpen?: boolean;
  ribbonOut?: boolean;
  /** Labels it has still to print; counts down at each question. */
  toPrint?: number;
  /** Says nothing to ~HS. */
  silent?: boolean;
  /** Says this to ~HS. */
  says?: string;
  /** Runs out of paper as soon as it has taken a label. */
  lastLabel?: boolean;
  /** The line breaks after so many characters of a label; what it has of it stays in it, as in a printer. */
  cutsAfter?: number;
}

/** A label printer on a socket: keeps every ^XA…^XZ it gets and answers ~HS as the Programming Guide prints it. */
export interface ZebraDouble {
  readonly port: number;
  readonly labels: readonly string[];
  readonly state: ZebraState;
  close(): Promise<void>;
}

const flag = (value: boolean | undefined): string => (value === true ? "1" : "0");

function hostStatus(state: ZebraState): string {
  const { paperOut, paused, headOpen, ribbonOut, toPrint = 0 } = state;
  const strings = [
    `030,${flag(paperOut)},${flag(paused)},1245,000,0,0,0,000,0,0,0`,
    `000,0,${flag(headOpen)},${flag(ribbonOut)},0,2,6,0,${String(toPrint).padStart(8, "0")},1,000`,
    "1234,0",
  ];
  return strings.map((text) => `\u0002${text}\u0003\r\n`).join("");
}

export async function startZebraDouble(state: ZebraState = {}): Promise<ZebraDouble> {
  const labels: string[] = [];
  const sockets = new Set<Socket>();
  // One memory, whoever is connected: half a label stays until ~JX, or until somebody else's end closes it.
  let heard = "";
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (chunk: Buffer) => {
      heard += chunk.toString("utf8");
      for (;;) {
        const cut = heard.indexOf("^XA") + (state.cutsAfter ?? Number.POSITIVE_INFINITY);
        if (heard.includes("^XA") && heard.length >= cut) {
          heard = heard.slice(0, cut);
          socket.resetAndDestroy();
          return;
        }
        const next = /~HS|~JX|\^XZ/.exec(heard);
        if (next === null) return;
        const [before, after] = [heard.slice(0, next.index), heard.slice(next.index + 3)];
        heard = next[0] === "~HS" ? `${before}${after}` : after;
        if (next[0] === "^XZ") {
          labels.push(`${before}^XZ`.trim());
          if (state.lastLabel === true) state.paperOut = true;
        }
        if (next[0] === "~HS" && state.silent !== true) {
          socket.write(state.says ?? hostStatus(state));
          state.toPrint = Math.max(0, (state.toPrint ?? 0) - 1);
        }
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    labels,
    state,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
