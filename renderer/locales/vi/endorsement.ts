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
  keys: {
    "endorsement-key": "khóa chứng thực mà các máy khách DPS dùng",
    "persistent-key": (handle) => `khóa ở ${handle}`,
    "derived-key": (template) => `khóa dẫn xuất của mẫu ${template}`,
    "no-key": "không phải khóa nào của TPM này",
  },
  reasons: {
    chain: (...names) => names.join(" < "),
    "no-issuer": (issuer) => `không có chứng chỉ tin cậy nào dẫn đến bên cấp ${issuer}`,
    "not-in-force": (subject, from, to) => `${subject}: hiệu lực từ ${from} đến ${to}`,
    "is-authority": "là chứng chỉ của một đơn vị cấp",
    "no-purpose": (wanted) => `không nêu mục đích mở rộng của khóa; cần: ${wanted}`,
    "other-purpose": (found, wanted) => `mục đích mở rộng của khóa là ${found}; cần: ${wanted}`,
    "critical-extension": (extensions) => `phần mở rộng quan trọng không rõ: ${extensions}`,
    malformed: (...faults) => `sai định dạng: ${faults.join(", ")}`,
    "not-signed": (issuer) => `không có chứng chỉ tin cậy nào ký nó; bên cấp: ${issuer}`,
    signed: (signer) => `được ký bởi ${signer}, bên được tin cậy`,
    "no-dates": "không có ngày đọc được",
    validity: (from, to) => `hiệu lực từ ${from} đến ${to}`,
    "other-than-persistent": "khóa của nó không thuộc TPM này: đã so với các khóa bền",
    "other-than-derived": (template) =>
      `khóa của nó không thuộc TPM này: đã so với các khóa bền và khóa của mẫu ${template}`,
    "other-than-rsa": (template) =>
      `khóa của nó không thuộc TPM này: đã so với các khóa bền; chưa tạo khóa RSA của mẫu ${template} để so`,
    "other-than-refused": (template) =>
      `khóa của nó không thuộc TPM này: đã so với các khóa bền; TPM từ chối mẫu ${template}`,
  },
  faults: {
    "bytes after the certificate": "có byte thừa sau chứng chỉ",
    "lengths longer than they need be": "độ dài ghi dài hơn cần thiết",
    "bit string with unused bits": "chuỗi bit có bit không dùng",
    "negative serial number": "số sê-ri âm",
    "serial number of a wrong length": "số sê-ri sai độ dài",
    "padded serial number": "số sê-ri bị chèn thêm",
    "validity is no date": "thời hạn không phải là ngày",
    "date in the wrong encoding": "ngày mã hóa sai",
    "boolean other than 00 or FF": "giá trị logic khác 00 và FF",
  },
};
