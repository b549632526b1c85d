import type { Texts } from "../catalogue.ts";

export const zhLabels: Texts["labels"] = {
  printing: "正在打印标签",
  printed: "标签已打印",
  notPrinted: "标签未打印",
  scan: "请扫描打印的标签",
  checked: "标签已核对",
  print: "打印标签",
  reprint: "重印标签",
  reprintAsk: "将为此设备再打印一张标签。原因？",
  reprinted: "标签已重印",
};
