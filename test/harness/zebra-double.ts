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
  const server = createServer((socket) => {
    sockets.add(socket);
    let heard = "";
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (chunk: Buffer) => {
      heard += chunk.toString("utf8");
      for (;;) {
        const label = /^\s*\^XA[\s\S]*?\^XZ/.exec(heard);
        const question = /^\s*~HS/.exec(heard);
        if (label !== null) {
          labels.push(label[0].trim());
          heard = heard.slice(label[0].length);
          if (state.lastLabel === true) state.paperOut = true;
        } else if (question !== null) {
          heard = heard.slice(question[0].length);
          if (state.silent === true) continue;
          socket.write(state.says ?? hostStatus(state));
          state.toPrint = Math.max(0, (state.toPrint ?? 0) - 1);
        } else return;
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
