/** Why an endorsement certificate was graded as it was and whose key it holds, by codes: said in the reader's language. Null: recorded before. */
export const endorsementReasons: readonly string[] = [
  `alter table endorsementCertificates add column keySaid text`,
  `alter table endorsementCertificates add column reasons text`,
];
