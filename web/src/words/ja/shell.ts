import type { Shell } from "../ko/shell";

export const shell: Shell = {
  appName: "アンシム Ansim",
  tabs: { scan: "読み取り", history: "記録", pass: "訪問証", more: "その他" },
  common: {
    back: "戻る",
    close: "閉じる",
    cancel: "キャンセル",
    again: "もう一度",
    optional: "任意",
    loading: "読み込み中です",
    language: "言語",
    people: (n) => `${n}人`,
  },
  trouble: {
    offline: "インターネットに接続されていません。接続してからもう一度お試しください。",
    busy: "混み合っています。しばらくしてからもう一度お試しください。",
    unknown: "処理できませんでした。しばらくしてからもう一度お試しください。",
    whenOnline: "接続すると押せるようになります。",
    storage:
      "この携帯電話に保存できません。プライベートウィンドウを閉じるか、空き容量を増やしてから開き直してください。",
    lost: "携帯電話の保存場所を開けません",
    lostHelp:
      "開き直しています。その間も番号を確認してチェックインできますが、記録には残りません。プライベートウィンドウの場合は、通常のウィンドウで開いてください。",
    unopened: "アンシムを開けませんでした。開き直すか、紙の名簿をお使いください。",
  },
};
