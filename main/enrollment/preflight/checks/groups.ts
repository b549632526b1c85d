import { limited } from "../limited.ts";
import { failed, ok, type PreflightCheck } from "../preflight-check.ts";

/** The enrollment groups recipes name are there, enabled, and will take what the line makes. */
export const groupsCheck: PreflightCheck = {
  id: "groups",
  needs: "read",
  async run(context) {
    const { recipeGroups = [] } = context;
    if (recipeGroups.length === 0) return ok("no recipe names a group");
    for (const { group, examine } of recipeGroups) {
      const result = await limited(context, examine);
      if ("failure" in result) return failed(`group "${group}" could not be looked at: ${result.failure}`, "engineer");
      if (result.value.length > 0) return failed(`group "${group}": ${result.value.join("; ")}`, "service-owner");
    }
    return ok(`take what the line makes: ${recipeGroups.map(({ group }) => group).join(", ")}`);
  },
};
