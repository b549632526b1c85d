import type { Texts } from "../catalogue.ts";

export const viLabels: Texts["labels"] = {
  printing: "Đang in nhãn",
  printed: "Đã in nhãn",
  notPrinted: "Chưa in được nhãn",
  scan: "Quét nhãn vừa in",
  checked: "Đã kiểm tra nhãn",
  print: "In nhãn",
  reprint: "In lại nhãn",
  reprintAsk: "Thiết bị có thêm một nhãn. Vì sao?",
  reprinted: "Đã in lại nhãn",
};
