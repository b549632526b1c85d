import type { Texts } from "../catalogue.ts";

export const viLabels: Texts["labels"] = {
  printing: "Đang in tem",
  printed: "Đã in tem",
  notPrinted: "Chưa in được tem",
  scan: "Quét tem vừa in",
  checked: "Đã kiểm tra tem",
  print: "In tem",
  reprint: "In lại tem",
  reprintAsk: "Thiết bị có thêm một tem. Vì sao?",
  reprinted: "Đã in lại tem",
};
