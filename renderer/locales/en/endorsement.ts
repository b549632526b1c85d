const grades: Readonly<Record<string, string>> = {
  verified: "Verified",
  "issuer-unknown": "Issuer unknown",
  expired: "Out of date",
  "not-an-ek": "Not an endorsement certificate",
  "does-not-match": "Does not match",
  "malformed-but-readable": "Malformed but readable",
  malformed: "Malformed",
};

/** Endorsement certificates on the page of a unit. */
export const enEndorsement = {
  title: "Endorsement certificates",
  place: "NV index",
  grade: "Verdict",
  grades,
  key: "Key",
  detail: "Why",
  unreadable: "cannot be read",
};
