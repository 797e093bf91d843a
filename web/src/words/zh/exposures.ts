import type { Exposures } from "../ko/exposures";

export const exposures: Exposures = {
  exposures: {
    title: "接触提示",
    lead: "查看是否与感染者同时在场",
    band: (n) => `您有 ${n} 条接触提示`,
    bandHelp: "点按查看该怎么做。",
    none: "没有与您有关的接触提示",
    noneHelp: "这部手机的记录与已公布的地点和时间没有重合。如身体不适，请留在家中。",
    advice: {
      test: (call) => ({
        head: "请接受检测",
        body: `这段时间有感染者在同一地点。即使没有症状，也请到附近的保健所接受检测。得知结果前请不要与他人见面。如有疑问请拨打 ${call}。`,
      }),
      watch: (call) => ({
        head: "请留意症状",
        body: `这段时间有感染者在同一地点。如发热或身体不适，请不要与他人见面，并拨打 ${call} 或联系保健所。`,
      }),
      ask: (call) => ({
        head: "请打电话咨询",
        body: `这段时间有感染者在同一地点。请向 ${call} 或保健所咨询该怎么做。`,
      }),
    },
    group: { airways: "这是经呼吸道传播的疾病。", gut: "这是经食物或手传播的疾病。" },
    unsure: "没有记下离开时间，因此不能确定您当时仍在场。",
    until: (day) => `此提示显示至 ${day}。`,
    where: "检测与咨询",
    whereHelp: (call) => `可在附近的保健所接受检测。${call} 会告诉您地点和时间。前往之前请先打电话。`,
    withdrawn: (n) => `之前显示的 ${n} 条提示已撤销`,
    withdrawnHelp: "内容已更正，与您无关。",
    understood: "知道了",
    stale: "这份名单已过期",
    staleHelp: "无法得知新的提示和撤销。请连接网络后再次查看。",
    checked: (time) => `已于 ${time} 查看。`,
    never: "尚未查看。连接网络后会自动查看。",
    again: "立即查看",
    how: "手机会取得全部公开名单，并自行与这部手机的记录比对。是否与您有关，只有这部手机知道。打开安心时查看。",
    notHere:
      "只比对用这部手机签到的地点。用通行证、安心号码、电话或纸质名册进入的地点以及已删除的记录无法比对。没有提示并不表示安全。",
  },
};
