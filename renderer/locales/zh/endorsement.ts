import type { Texts } from "../catalogue.ts";

export const zhEndorsement: Texts["unit"]["endorsement"] = {
  title: "背书证书",
  place: "NV 索引",
  grade: "结论",
  grades: {
    verified: "已验证",
    "issuer-unknown": "颁发者未知",
    expired: "已过期",
    "not-an-ek": "不是背书证书",
    "does-not-match": "不匹配",
    "malformed-but-readable": "格式有误但可读",
    malformed: "格式有误",
  },
  key: "密钥",
  detail: "原因",
  unreadable: "无法读取",
};
