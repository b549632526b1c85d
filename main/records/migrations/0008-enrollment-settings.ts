/** What an entry is to be changed to: of a change that brings it up to a recipe. */
export const enrollmentSettings: readonly string[] = [`alter table enrollmentChanges add column settings text`];
