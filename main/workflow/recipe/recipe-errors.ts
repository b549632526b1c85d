import { errorCatalogue } from "../../base/errors/error-catalogue.ts";

export const recipeErrors = errorCatalogue("recipe", {
  unreadable: { sentence: "Recipe cannot be read. Call the process engineer.", retry: "after-fix" },
  invalid: { sentence: "Recipe has an error. Call the process engineer.", retry: "after-fix" },
  unknown: { sentence: "No such recipe. Call the process engineer.", retry: "after-fix" },
  noAuthority: { sentence: "Authority is not set up. Call the engineer.", retry: "after-fix" },
  registrationId: { sentence: "Recipe gives a wrong ID. Call the engineer.", retry: "after-fix" },
});
