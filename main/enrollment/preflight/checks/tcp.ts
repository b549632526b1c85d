import { once } from "node:events";
import { connect } from "node:net";
import { failed, ok, type PreflightCheck } from "../preflight-check.ts";
import { limited } from "../limited.ts";

/** Something listens at the service's port, and nothing in between stops us. */
export const tcpCheck: PreflightCheck = {
  id: "tcp",
  needs: "name",
  async run(context) {
    const { host, port } = context;
    const result = await limited(context, async (signal) => {
      const socket = connect({ host, port });
      // What comes after the verdict is nobody's concern any more.
      socket.on("error", () => undefined);
      try {
        await once(socket, "connect", { signal });
      } finally {
        socket.destroy();
      }
    });
    if ("failure" in result) return failed(`no connection to ${host} port ${port}: ${result.failure}`, "network");
    return ok(`connected to ${host} port ${port}`);
  },
};
