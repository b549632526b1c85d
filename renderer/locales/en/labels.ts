/** The label of a unit, as operators read of it. */
export const enLabels = {
  printing: "Label is printing",
  printed: "Label printed",
  notPrinted: "Label not printed",
  scan: "Scan the printed label",
  checked: "Label checked",
  print: "Print the label",
  reprint: "Print the label again",
  reprintAsk: "The unit gets another label. Why?",
  reprinted: "Label printed again",
};
