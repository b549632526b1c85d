import type { Texts } from "../catalogue.ts";

export const viPeople: Texts["people"] = {
  signIn: "Đăng nhập",
  locked: "Đã khóa",
  nobody: "Chưa ai đăng nhập",
  chip: (name, role) => `Đã đăng nhập: ${name}, ${role}`,
  change: "Người khác?",
  second: "Cần người thứ hai xác nhận",
  secondAbout: "Việc này không thể hoàn tác. Người khác (QA, trưởng ca hoặc kỹ sư) quét thẻ hoặc nhập mã PIN.",
  scan: "Quét thẻ của bạn",
  scanAbout: "Bất cứ lúc nào, ở màn hình nào.",
  or: "hoặc chọn tên",
  noNames: "Không ai có mã PIN: hãy quét thẻ.",
  pinOf: (name) => `Mã PIN của ${name}`,
  digits: (count) => `${count} chữ số`,
  back: "Xóa chữ số cuối",
  enter: "Xác nhận",
  otherName: "Tên khác",
  look: "Chỉ xem",
  signOut: "Đăng xuất",
  roles: { operator: "Công nhân", qa: "QA", lead: "Trưởng ca", engineer: "Kỹ sư" },
  by: (name) => `bởi ${name}`,
};
