export const shell = {
  appName: "안심",
  tabs: { scan: "체크인", history: "내 기록", pass: "방문증", more: "더 보기" },
  common: {
    back: "뒤로",
    close: "닫기",
    cancel: "취소",
    again: "다시 시도",
    optional: "선택",
    loading: "불러오는 중입니다",
    language: "언어",
    people: (n: number) => `${n}명`,
  },
  trouble: {
    offline: "인터넷에 연결되어 있지 않습니다. 연결되면 다시 시도해 주세요.",
    busy: "접속이 많아 잠시 기다려야 합니다. 조금 뒤에 다시 시도해 주세요.",
    unknown: "처리하지 못했습니다. 잠시 뒤에 다시 시도해 주세요.",
    outdated: "동의 내용이 바뀌었습니다. 이 화면을 닫았다가 다시 열어, 새 동의서를 읽어 주세요.",
    whenOnline: "인터넷에 연결되면 누를 수 있습니다.",
    storage: "이 휴대전화에 저장할 수 없습니다. 사생활 보호 창을 닫거나 저장 공간을 비운 뒤 다시 열어 주세요.",
    lost: "휴대전화의 저장 공간을 열지 못했습니다",
    lostHelp:
      "다시 열어 보고 있습니다. 그동안 번호를 확인하고 체크인하실 수 있지만, 내 기록에는 남지 않습니다. 사생활 보호 창이라면 닫고 다시 열어 주세요.",
    unopened: "안심을 열지 못했습니다. 다시 열어 주세요. 계속 열리지 않으면 수기명부를 써 주세요.",
  },
};

export type Shell = typeof shell;
