import type { Shell } from "../ko/shell";

export const shell: Shell = {
  appName: "安心 Ansim",
  tabs: { scan: "签到", history: "我的记录", pass: "通行证", more: "更多" },
  common: {
    back: "返回",
    close: "关闭",
    cancel: "取消",
    again: "重试",
    optional: "可不填",
    loading: "正在加载",
    language: "语言",
    people: (n) => `${n}人`,
  },
  trouble: {
    offline: "没有网络连接。连接后请重试。",
    busy: "当前访问较多，请稍后再试。",
    unknown: "未能完成，请稍后再试。",
    outdated: "同意书内容已更新。请关闭本页面后重新打开，阅读新的同意书。",
    whenOnline: "连接网络后可用。",
    storage: "无法在这部手机上保存。请关闭无痕窗口或清理存储空间后重新打开。",
    lost: "无法打开手机的存储空间",
    lostHelp: "正在重新尝试。在此期间您可以验证号码并签到，但不会留在我的记录中。如果是无痕窗口，请改用普通窗口。",
    unopened: "安心未能打开。请重新打开，或使用纸质名册。",
  },
};
