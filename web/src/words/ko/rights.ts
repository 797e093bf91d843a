export const rights = {
  rights: {
    title: "내 권리",
    notSignedUp: "이 휴대전화에서 확인한 번호가 없습니다.",
    stored: "서버에 보관된 내 정보",
    phone: "휴대전화 번호",
    sealed: "암호화하여 보관 중 (여기서는 볼 수 없음)",
    verifiedAt: "번호를 확인한 날",
    lastSeen: "마지막으로 쓴 때",
    consent: "동의한 내용",
    visitsNote: (days: number) =>
      `방문 기록은 ${days}일 동안 보관되고 인터넷 쪽에서는 읽을 수 없습니다. 내 기록은 이 휴대전화에서 보세요.`,
    change: "휴대전화 번호 바꾸기",
    changeLead: "새 번호로 인증번호를 보냅니다. 지금까지의 기록은 그대로 이어집니다.",
    newPhone: "새 휴대전화 번호",
    changed: "번호를 바꾸었습니다.",
    correct: "바로잡기 요청",
    correctLead: "잘못된 내용이 있으면 적어 주세요. 암호화하여 보건당국에만 전달합니다.",
    correctLabel: "바로잡을 내용",
    sendCorrection: "요청 보내기",
    requests: "보낸 요청",
    asked: (day: string) => `${day} 접수`,
    answered: (day: string) => `${day} 처리 완료`,
    inHand: "처리 중",
    byMail: (day: string) => `${day} (이메일로 확인)`,
    withdraw: "동의 철회",
    withdrawLead: (days: number) =>
      `더는 체크인할 수 없게 됩니다. 휴대전화 번호와 이름, 방문 기록은 ${days}일 안에 파기됩니다. 역학조사에 쓰인 기록은 조사가 종결되고 2주 뒤에 파기됩니다.`,
    withdrawButton: "동의 철회하기",
    withdrawSure: "동의를 철회할까요? 다시 쓰려면 번호를 다시 확인하고 동의해야 합니다.",
    withdrawn: (day: string) => `동의를 철회하셨습니다. 남은 휴대전화 번호와 이름, 방문 기록은 ${day}까지 파기됩니다.`,
    nothingLeft: "동의를 철회하셨습니다. 서버에 남은 휴대전화 번호와 이름이 없습니다.",
    erase: "내 신원 지금 지우기",
    eraseLead:
      "휴대전화 번호와 이름을 지금 파기합니다. 남은 방문 기록은 누구와도 이어지지 않게 됩니다. 역학조사에는 이름 없는 표시가 다녀간 곳, 시각과 함께 남을 수 있으며, 조사가 종결되고 2주 뒤에 파기됩니다. 확진된 분의 표시와 담당자가 이미 이름을 열람한 접촉자의 표시는 종결 뒤 3년 동안, 일부 감염병의 접촉자는 5년 동안 남습니다. 모든 분께 드리는 안내이며, 조사 대상이라는 뜻이 아닙니다.",
    eraseButton: "지금 지우기",
    eraseSure: "내 신원을 지금 지울까요? 되돌릴 수 없습니다.",
    alsoPhone: "이 휴대전화의 기록도 함께 지우기",
    erased: "내 신원을 지웠습니다.",
    withdrawnOn: (day: string, until: string) =>
      `${day}에 동의를 철회하셨습니다. 남은 정보는 ${until}까지 파기됩니다. 휴대전화 번호와 이름을 지금 지우려면 번호를 다시 확인한 뒤 내 신원 지금 지우기를 눌러 주세요.`,
    correctEmpty: "바로잡을 내용을 써 주세요.",
    weekOf: (day: string) => `${day}부터 한 주 사이`,
    consentOf: (version: string) => `${version}판 동의서`,
    readConsent: "동의서 보기",
  },
};

export type Rights = typeof rights;
