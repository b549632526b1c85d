import type { Texts } from "../catalogue.ts";

export const zhPeople: Texts["people"] = {
  signIn: "登录",
  locked: "已锁定",
  nobody: "无人登录",
  chip: (name, role) => `已登录：${name}，${role}`,
  change: "换人？",
  second: "需要另一人签认",
  secondAbout: "此操作无法撤销。请另一人（质检、班组长或工程师）扫描工牌或输入 PIN。",
  scan: "扫描工牌",
  scanAbout: "随时随处均可。",
  or: "或选择姓名",
  noNames: "此处无人设有 PIN：请扫描工牌。",
  pinOf: (name) => `${name} 的 PIN`,
  digits: (count) => `${count} 位数字`,
  back: "删除最后一位",
  enter: "确认",
  otherName: "其他姓名",
  look: "仅查看",
  signOut: "退出登录",
  roles: { operator: "操作员", qa: "质检", lead: "班组长", engineer: "工程师" },
  by: (name) => `操作者：${name}`,
};
