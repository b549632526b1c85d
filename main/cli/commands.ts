import type { Command } from "./command.ts";
import { auditCommands } from "./commands/audit.ts";
import { backupCommands } from "./commands/backup.ts";
import { caCommands } from "./commands/ca.ts";
import { caRequestCommands } from "./commands/ca-requests.ts";
import { caRevokeCommands } from "./commands/ca-revoke.ts";
import { caTokenCommands } from "./commands/ca-token.ts";
import { enrollCommands } from "./commands/enroll.ts";
import { exportCommand } from "./commands/export.ts";
import { groupCommands } from "./commands/group.ts";
import { labelCommands } from "./commands/label.ts";
import { lotCommands } from "./commands/lot.ts";
import { manifestCommands } from "./commands/manifest.ts";
import { operatorCommands } from "./commands/operator.ts";
import { portCommands } from "./commands/ports.ts";
import { practiceCommands } from "./commands/practice.ts";
import { provisionCommand } from "./commands/provision.ts";
import { recipeCommands } from "./commands/recipe.ts";
import { reportCommand } from "./commands/report.ts";
import { secretCommands } from "./commands/secret.ts";
import { serviceCommands } from "./commands/service.ts";
import { slotCommands } from "./commands/slot.ts";
import { tpmCommands } from "./commands/tpm.ts";
import { trustCommands } from "./commands/trust.ts";
import { unitCommands } from "./commands/unit.ts";
import { verifyCommand } from "./commands/verify.ts";

/** Everything the command line can do, in the order the help shows it. */
export const commands: readonly Command[] = [
  ...portCommands,
  ...slotCommands,
  ...recipeCommands,
  ...serviceCommands,
  ...secretCommands,
  ...caCommands,
  ...caTokenCommands,
  ...caRequestCommands,
  ...caRevokeCommands,
  ...groupCommands,
  ...trustCommands,
  ...tpmCommands,
  provisionCommand,
  verifyCommand,
  ...enrollCommands,
  ...lotCommands,
  ...unitCommands,
  ...labelCommands,
  exportCommand,
  reportCommand,
  ...manifestCommands,
  ...operatorCommands,
  ...auditCommands,
  ...backupCommands,
  ...practiceCommands,
];
