import { type OperatorView, type Role, roleSchema } from "../../api/contract/index.ts";
import type { RecordedOperator } from "../../records/operators.ts";

/** A role that this version does not know may do least. */
export const roleOf = ({ role }: Pick<RecordedOperator, "role">): Role => roleSchema.safeParse(role).data ?? "operator";

/** What may be shown of a person: whether there is a PIN or a badge, never more of them. */
export const operatorView = (known: RecordedOperator): OperatorView => ({
  name: known.name,
  role: roleOf(known),
  active: known.active === 1,
  hasPin: known.pinHash !== null,
  hasBadge: known.badgeDigest !== null,
  lockedUntil: known.lockedUntil,
});
