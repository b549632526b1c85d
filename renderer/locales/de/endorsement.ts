import type { Texts } from "../catalogue.ts";

export const deEndorsement: Texts["unit"]["endorsement"] = {
  title: "Endorsement-Zertifikate",
  place: "NV-Index",
  grade: "Urteil",
  grades: {
    verified: "Geprüft",
    "issuer-unknown": "Aussteller unbekannt",
    expired: "Abgelaufen",
    "not-an-ek": "Kein Endorsement-Zertifikat",
    "does-not-match": "Passt nicht",
    "malformed-but-readable": "Fehlerhaft, aber lesbar",
    malformed: "Fehlerhaft",
  },
  key: "Schlüssel",
  detail: "Grund",
  unreadable: "nicht lesbar",
};
