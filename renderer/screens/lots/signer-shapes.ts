/** How sure it is who signed. */
export const signerShapes = { own: "pass", known: "pass", unknown: "attention" } as const;
