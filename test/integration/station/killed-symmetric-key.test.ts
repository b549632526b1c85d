import { describeKilledStation } from "../../harness/killed-station.ts";

describeKilledStation("symmetric-key");
