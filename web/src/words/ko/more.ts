export const more = {
  more: {
    title: "더 보기",
    rights: "내 권리",
    rightsHelp: "보관된 정보 보기, 번호 바꾸기, 지우기",
    settings: "설정",
    settingsHelp: "글자, 언어, 위치, 화면",
    companions: "가족·일행",
    companionsHelp: "함께 다니는 사람",
    about: "안심은 누구나 볼 수 있게 공개된 프로그램입니다. 광고도 추적도 없습니다.",
  },
  help: {
    title: "도움말과 문의",
    lead: "쓰는 법, 전화, 개인정보, 약관",
    call: "전화로 묻기",
    callLead: "감염병에 관해 물어보실 수 있습니다. 증상이 있거나 안내를 받으셨을 때 전화해 주세요.",
    number: (call: string) => `${call}에 전화하기`,
    privacy: "개인정보 처리 안내",
    terms: "이용 약속",
    version: (version: string) => `안심 ${version}`,
    questions: [
      {
        ask: "문자가 오지 않습니다",
        answer:
          "번호를 다시 확인하고 인증번호를 다시 받아 주세요. 외국 번호는 +와 국가 번호부터 써 주세요. 그래도 오지 않으면 사업장의 수기명부를 써 주세요.",
      },
      {
        ask: "스마트폰이 없는 가족은 어떻게 하나요?",
        answer: "‘방문증’에서 종이 방문증을 인쇄해 주세요. 사업장의 휴대전화가 읽습니다.",
      },
      {
        ask: "휴대전화를 바꾸었습니다",
        answer: "새 휴대전화에서 같은 번호를 확인해 주세요. 내 기록은 기록 관리에서 파일로 옮길 수 있습니다.",
      },
      {
        ask: "인터넷이 없을 때는요?",
        answer:
          "그대로 체크인하시면 휴대전화에 저장되고, 연결되면 저절로 보냅니다. 3일 안에 인터넷이 되는 곳에서 안심을 한 번 열어 주세요.",
      },
    ],
    termLines: [
      "무료이며 광고가 없습니다.",
      "본인의 번호로만 확인해 주세요.",
      "가지 않은 곳에 체크인하지 말아 주세요.",
      "쓰지 않으셔도 됩니다. 그때는 사업장의 수기명부를 써 주세요.",
    ],
  },
  settings: {
    title: "설정",
    type: "글자 크기",
    large: "크게",
    larger: "더 크게",
    theme: "화면",
    system: "자동",
    light: "밝게",
    dark: "어둡게",
    place: "사업장과 내 위치 비교",
    placeHelp: "휴대전화 안에서만 비교하고 가까움, 멀리, 모름 중 하나만 보냅니다. 위치는 나가지 않습니다.",
    leave: "다음 체크인 때 앞 사업장에서 나간 것으로 적기",
    leaveHelp: "바로 옮겨 다니실 때만 켜 주세요.",
    directory: "오프라인 사업장 목록",
    directoryHelp: (n: number) => `${n}곳의 이름을 이 휴대전화에 두어, 인터넷이 없어도 확인합니다.`,
    refresh: "목록 새로 받기",
    refreshed: "새로 받았습니다",
    install: "홈 화면에 추가",
    installHelp: "아이폰에서는 공유 버튼에서 ‘홈 화면에 추가’를 눌러 주세요.",
  },
};

export type More = typeof more;
