import type { LabelDraft, LabelFault } from "../../../../main/api/contract/index.ts";
import { sayRemark } from "../../../locales/say-remark.ts";
import { engineer } from "../../../locales/texts.ts";

/** What is wrong with a label, of which element and member; in English where it is a newer station's. */
export function faultWord({ element, member, said, detail }: LabelFault, elements: LabelDraft["elements"]): string {
  const { labels, recipeFaults } = engineer;
  const what = sayRemark({ ...recipeFaults, ...labels.faults }, said) ?? detail;
  const named = member === null ? what : `${memberName(member, elements[element ?? -1]?.type)}: ${what}`;
  return element === null ? named : labels.faultOf(String(element + 1), named);
}

/** As it stands above its field. */
function memberName(member: string, type: string | undefined): string {
  const { labels } = engineer;
  const names: Readonly<Record<string, string>> = {
    label: labels.labelName,
    "size.width": labels.width,
    "size.height": labels.height,
    dpi: labels.dpi,
    elements: labels.elements,
    content: labels.content,
    x: labels.x,
    y: labels.y,
    size: type === "text" ? labels.sizes.text : labels.sizes.code,
    width: labels.elementWidth,
    height: labels.elementHeight,
    length: labels.length,
    thickness: labels.thickness,
    rotation: labels.rotation,
    align: labels.align,
    level: labels.level,
  };
  return names[member] ?? member;
}
