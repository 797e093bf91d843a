import type { Rights } from "../ko/rights";

export const rights: Rights = {
  rights: {
    title: "私の権利",
    notSignedUp: "この携帯電話で確認した番号はありません。",
    stored: "サーバーに保管された私の情報",
    phone: "携帯電話番号",
    sealed: "暗号化して保管中（ここでは見られません）",
    verifiedAt: "番号を確認した日",
    lastSeen: "最後に使った時期",
    consent: "同意した内容",
    visitsNote: (days) =>
      `訪問の記録は${days}日間保管され、インターネット側からは読めません。この携帯電話でご覧ください。`,
    change: "携帯電話番号を変える",
    changeLead: "新しい番号に認証番号を送ります。これまでの記録はそのまま続きます。",
    newPhone: "新しい携帯電話番号",
    changed: "番号を変えました。",
    correct: "訂正を求める",
    correctLead: "間違いがあればお書きください。暗号化して保健当局だけに渡します。",
    correctLabel: "訂正する内容",
    sendCorrection: "送る",
    requests: "送った依頼",
    asked: (day) => `${day} 受付`,
    answered: (day) => `${day} 処理済み`,
    inHand: "処理中",
    byMail: (day) => `${day}（メールで確認）`,
    withdraw: "同意の撤回",
    withdrawLead: (days) =>
      `以後チェックインできなくなります。電話番号、お名前、訪問の記録は${days}日以内に破棄されます。疫学調査に使われた記録は、調査の終了から2週間後に破棄されます。`,
    withdrawButton: "同意を撤回する",
    withdrawSure: "同意を撤回しますか？再び使うには番号の確認と同意が必要です。",
    withdrawn: (day) => `同意を撤回しました。残る電話番号、お名前、訪問の記録は${day}までに破棄されます。`,
    nothingLeft: "同意を撤回しました。サーバーに電話番号もお名前も残っていません。",
    erase: "身元を今すぐ消す",
    eraseLead:
      "携帯電話番号とお名前を今すぐ破棄します。残る訪問の記録は誰ともつながらなくなります。疫学調査には名前のない印が、訪れた場所と時刻とともに残ることがあり、調査の終了から2週間後に破棄されます。患者の方の印と、担当者がすでにお名前を見た接触者の印は、調査の終了から3年間残ります（一部の感染症の接触者は5年間）。これはすべての方への案内で、調査の対象だという意味ではありません。",
    eraseButton: "今すぐ消す",
    eraseSure: "身元を今すぐ消しますか？元に戻せません。",
    alsoPhone: "この携帯電話の記録も消す",
    erased: "身元を消しました。",
    withdrawnOn: (day, until) =>
      `${day}に同意を撤回されました。残りの情報は${until}までに破棄されます。携帯電話番号とお名前を今すぐ消すには、番号をもう一度確認してから「身元を今すぐ消す」を押してください。`,
    correctEmpty: "訂正する内容をお書きください。",
    weekOf: (day) => `${day}からの1週間`,
    consentOf: (version) => `${version}版の同意書`,
    readConsent: "同意書を読む",
  },
};
