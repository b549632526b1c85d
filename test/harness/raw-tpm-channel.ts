import { once } from "node:events";
import { connect } from "node:net";
import { concatBytes } from "../../main/base/bytes/bytes.ts";
import type { TpmChannel } from "../../main/tpm/tpm-channel.ts";

export interface RawTpmChannel extends TpmChannel {
  close(): Promise<void>;
}

/** TPM bytes over TCP with no frame around them, as swtpm has them; the response's own size field says where it ends. */
export async function connectRawTpm(port: number): Promise<RawTpmChannel> {
  const socket = connect({ host: "127.0.0.1", port });
  await once(socket, "connect");
  let received = new Uint8Array(0);
  let settle: { take: (bytes: Uint8Array) => void; fail: (error: Error) => void } | undefined;
  socket.on("data", (chunk: Buffer) => {
    received = concatBytes(received, chunk) as Uint8Array<ArrayBuffer>;
    if (received.length < 6) return;
    const size = new DataView(received.buffer, received.byteOffset).getUint32(2);
    if (received.length < size) return;
    const whole = received.slice(0, size);
    received = received.slice(size);
    settle?.take(whole);
  });
  const fail = (): void => settle?.fail(new Error("the TPM closed the connection"));
  socket.on("close", fail);
  socket.on("error", fail);
  return {
    transmit: (command) =>
      new Promise((take, reject) => {
        settle = { take, fail: reject };
        socket.write(command);
      }),
    close: async () => {
      if (socket.closed) return;
      socket.destroy();
      await once(socket, "close");
    },
  };
}
