import type { Texts } from "../catalogue.ts";

export const viEndorsement: Texts["unit"]["endorsement"] = {
  title: "Chứng chỉ chứng thực",
  place: "Chỉ mục NV",
  grade: "Kết luận",
  grades: {
    verified: "Đã xác minh",
    "issuer-unknown": "Không rõ bên cấp",
    expired: "Hết hạn",
    "not-an-ek": "Không phải chứng chỉ chứng thực",
    "does-not-match": "Không khớp",
    "malformed-but-readable": "Sai định dạng nhưng đọc được",
    malformed: "Sai định dạng",
  },
  key: "Khóa",
  detail: "Lý do",
  unreadable: "không đọc được",
};
