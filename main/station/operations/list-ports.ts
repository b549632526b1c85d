export { listPorts } from "../../link/list-ports.ts";
