import { errorCatalogue } from "../base/errors/error-catalogue.ts";

/** Who may do what, and who is who. */
export const peopleErrors = errorCatalogue("people", {
  signInNeeded: { sentence: "Sign in first: scan your badge.", retry: "after-fix" },
  notAllowed: { sentence: "You may not do this. Call the shift lead.", retry: "after-fix" },
  wrongSignIn: { sentence: "Badge or PIN is wrong. Try again.", retry: "same-unit" },
  lockedOut: { sentence: "Too many wrong tries. Wait, then try again.", retry: "after-fix" },
  secondNeeded: { sentence: "A second person must sign this too.", retry: "after-fix" },
  secondSame: { sentence: "Somebody else must sign this, not you.", retry: "after-fix" },
  secondNotAllowed: { sentence: "This person may not sign it. Ask another.", retry: "after-fix" },
  unknown: { sentence: "No such person. Check the name.", retry: "never" },
  firstEngineer: { sentence: "The first person must be an engineer.", retry: "never" },
  lastEngineer: { sentence: "One engineer must stay. Add another first.", retry: "after-fix" },
  nobodyToUnlock: { sentence: "Give a lead or an engineer a PIN first.", retry: "after-fix" },
  noSecret: { sentence: "Give a badge or a PIN.", retry: "never" },
});
