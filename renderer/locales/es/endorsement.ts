import type { Texts } from "../catalogue.ts";

export const esEndorsement: Texts["unit"]["endorsement"] = {
  title: "Certificados de aprobación",
  place: "Índice NV",
  grade: "Veredicto",
  grades: {
    verified: "Verificado",
    "issuer-unknown": "Emisor desconocido",
    expired: "Caducado",
    "not-an-ek": "No es de aprobación",
    "does-not-match": "No coincide",
    "malformed-but-readable": "Defectuoso pero legible",
    malformed: "Defectuoso",
  },
  key: "Clave",
  detail: "Motivo",
  unreadable: "no se puede leer",
};
