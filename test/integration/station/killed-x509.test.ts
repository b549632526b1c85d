import { describeKilledStation } from "../../harness/killed-station.ts";

describeKilledStation("x509");
