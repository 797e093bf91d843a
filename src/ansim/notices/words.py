"""What messages say: one template an event, in Korean, English, Chinese and Japanese.

Short, as a text of 90 bytes costs less than a longer one, and without anybody's name: a venue's name may stand there, a
person's never. Links lead to the front of the portal, where the reader signs in.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ansim.domain.errors import AnsimError

LANGUAGES: Final = ("ko", "en", "zh", "ja")
_PLACE: Final = re.compile(r"\{(\w+)\}")
LONGEST_VALUE: Final = 200


class Template(StrEnum):
    """What is told."""

    ACCOUNT_MOVED = "account-moved"
    API_KEY_ENDED = "api-key-ended"
    API_KEY_MADE = "api-key-made"
    APPLICATION_APPROVED = "application-approved"
    APPLICATION_RECEIVED = "application-received"
    APPLICATION_REFUSED = "application-refused"
    APPLICATION_RETURNED = "application-returned"
    CODE_REPLACED = "code-replaced"
    CODE_STOPPED = "code-stopped"
    COLLEAGUE_MOVED = "colleague-moved"
    DUTY_BEGINS = "duty-begins"
    DUTY_ENDED = "duty-ended"
    LOG_DUE = "log-due"
    NEVER_USED = "never-used"
    LIST_APPROVED = "list-approved"
    LIST_TURNED_DOWN = "list-turned-down"
    PART_ENDED = "part-ended"
    PASSKEY_ADDED = "passkey-added"
    PASSKEY_BLOCKED = "passkey-blocked"
    PATIENT_CODE = "patient-code"
    PERSON_JOINED = "person-joined"
    PLACE_CODE = "place-code"
    SIGN_IN_CODE = "sign-in-code"
    SILENT = "silent"
    SITE_ASKED = "site-asked"
    SITE_JOINED = "site-joined"
    SITE_PARTED = "site-parted"
    SITE_REFUSED = "site-refused"
    VENUES_CLOSED = "venues-closed"
    VENUE_CHANGED = "venue-changed"
    VENUE_CLOSED = "venue-closed"
    VENUE_GIVEN = "venue-given"
    VENUE_TAKEN = "venue-taken"
    WISH_GRANTED = "wish-granted"
    WISH_TURNED_DOWN = "wish-turned-down"


class ParamsError(AnsimError):
    """The values of a message do not fit its template."""


def _words(ko: str, en: str, zh: str, ja: str) -> Mapping[str, str]:
    return MappingProxyType(dict(zip(LANGUAGES, (ko, en, zh, ja), strict=True)))


WORDS: Final[Mapping[Template, Mapping[str, str]]] = MappingProxyType(
    {
        Template.SIGN_IN_CODE: _words(
            "[안심] 사업장 포털 인증번호 {code}. 5분간 유효합니다. 누구에게도 알려 주지 마세요.",
            "[Ansim] Your code for the business portal is {code}. It is valid for 5 minutes. Tell it to nobody.",
            "[Ansim] 商户门户验证码 {code}，5分钟内有效。请勿告诉任何人。",
            "[Ansim] 事業者ポータルの認証番号は {code} です。5分間有効です。誰にも教えないでください。",
        ),
        Template.APPLICATION_RECEIVED: _words(
            "[안심] '{venue}' 신청을 접수했습니다. 신청번호 {ref}",
            "[Ansim] We have your application for {venue}. Its number: {ref}",
            "[Ansim] 已收到“{venue}”的申请。申请编号：{ref}",
            "[Ansim] 「{venue}」の申請を受け付けました。申請番号：{ref}",
        ),
        Template.APPLICATION_APPROVED: _words(
            "[안심] '{venue}' 신청({ref})이 승인되었습니다. 포털에서 QR 포스터를 출력해 주세요. {url}",
            "[Ansim] {venue} ({ref}) is approved. Print the QR poster in the portal: {url}",
            "[Ansim] “{venue}”（{ref}）已获批准。请在门户打印二维码海报：{url}",
            "[Ansim] 「{venue}」（{ref}）が承認されました。ポータルでQRポスターを印刷してください：{url}",
        ),
        Template.APPLICATION_RETURNED: _words(
            "[안심] '{venue}' 신청({ref})을 보완해 주세요. 사유: {reason} {url}",
            "[Ansim] Please complete your application for {venue} ({ref}): {reason} {url}",
            "[Ansim] 请补充“{venue}”的申请（{ref}）。原因：{reason} {url}",
            "[Ansim] 「{venue}」の申請（{ref}）を補ってください。理由：{reason} {url}",
        ),
        Template.APPLICATION_REFUSED: _words(
            "[안심] '{venue}' 신청({ref})이 반려되었습니다. 사유: {reason} 문의 {call}",
            "[Ansim] Your application for {venue} ({ref}) was refused: {reason} Questions: {call}",
            "[Ansim] “{venue}”的申请（{ref}）未获批准。原因：{reason} 咨询：{call}",
            "[Ansim] 「{venue}」の申請（{ref}）は認められませんでした。理由：{reason} お問い合わせ {call}",
        ),
        Template.CODE_REPLACED: _words(
            "[안심] '{venue}'의 QR이 새로 발급되었습니다. 새 포스터를 출력해 붙여 주세요. {url}",
            "[Ansim] {venue} has a new QR code. Print and hang the new poster: {url}",
            "[Ansim] “{venue}”已换发新二维码。请打印并张贴新海报：{url}",
            "[Ansim] 「{venue}」のQRが新しくなりました。新しいポスターを印刷して掲示してください：{url}",
        ),
        Template.CODE_STOPPED: _words(
            "[안심] '{venue}'의 QR 코드 사용이 {day} 중지됩니다. 포스터를 떼어 주세요. 문의 {call}",
            "[Ansim] The QR code of {venue} is stopped on {day}. Please take the poster down. Questions: {call}",
            "[Ansim] “{venue}”的二维码于{day}停用。请取下海报。咨询：{call}",
            "[Ansim] 「{venue}」のQRコードは{day}に停止されます。ポスターを外してください。お問い合わせ {call}",
        ),
        Template.PATIENT_CODE: _words(
            "[안심] 역학조사 확인번호 {code}(10분). 불러 주시면 조사관이 방문 기록을 최대 4주까지 봅니다."
            " 의심되면 {call}번으로 전화해 주세요.",
            "[Ansim] {code} (10 min): if you read it out, a health officer sees up to 4 weeks of your visits."
            " In doubt call {call}.",
            "[Ansim] 流调确认码 {code}（10分钟）。告知后，流调人员最多可查看您4周的到访记录。如有疑问请致电 {call}。",
            "[Ansim] 疫学調査の確認番号 {code}（10分）。伝えると調査員が訪問記録を最長4週間分見ます。"
            "不審な場合は {call} へ。",
        ),
        Template.PLACE_CODE: _words(
            "[안심] '{venue}' QR 신청 인증번호 {code}. 10분간 유효합니다. 신청하지 않으셨으면 알려 주지 마세요.",
            "[Ansim] {code} confirms the application of {venue} for a QR code, for 10 minutes. Not yours? Tell it to nobody.",
            "[Ansim] “{venue}”二维码申请确认码 {code}，10分钟内有效。如非您申请，请勿告诉任何人。",
            "[Ansim] 「{venue}」のQR申請の確認番号は {code} です（10分間有効）。申請していなければ誰にも教えないでください。",
        ),
        Template.COLLEAGUE_MOVED: _words(
            "[안심] '{business}' 구성원의 계정이 다른 번호로 옮겨졌습니다. 모르는 일이면 {call}번으로 전화해 주세요.",
            "[Ansim] An account of {business} has another number now. Is that unexpected? Call {call} at once.",
            "[Ansim] “{business}”一名成员的商户门户账户已转到其他号码。如有疑问，请立即致电 {call}。",
            "[Ansim] 「{business}」のアカウントが別の番号に移されました。心当たりがなければ、すぐ {call} にお電話ください。",
        ),
        Template.DUTY_BEGINS: _words(
            "[안심] '{venue}': {day}부터 출입기록 의무가 시작됩니다. QR 포스터를 붙여 주세요. {url}",
            "[Ansim] {venue}: the duty to keep a visitor log begins on {day}. Hang up the QR poster: {url}",
            "[Ansim] “{venue}”自{day}起须登记访客。请张贴二维码海报：{url}",
            "[Ansim] 「{venue}」は{day}から来訪記録が義務になります。QRポスターを掲示してください：{url}",
        ),
        Template.DUTY_ENDED: _words(
            "[안심] '{venue}': 출입기록 의무가 {day} 끝났습니다. 포스터를 떼어 주세요.",
            "[Ansim] {venue}: the duty to keep a visitor log ended on {day}. Please take the poster down.",
            "[Ansim] “{venue}”的访客登记义务已于{day}结束。请取下海报。",
            "[Ansim] 「{venue}」の来訪記録の義務は{day}に終わりました。ポスターを外してください。",
        ),
        Template.SITE_ASKED: _words(
            "[안심] '{tenant}'이(가) '{venue}'의 입점 매장으로 등록을 요청했습니다. 포털에서 확인해 주세요. {url}",
            "[Ansim] {tenant} asks to be part of {venue}. Please answer in the portal: {url}",
            "[Ansim] “{tenant}”申请登记为“{venue}”的入驻店铺。请在门户确认：{url}",
            "[Ansim] 「{tenant}」が「{venue}」の店舗としての登録を求めています。ポータルでご確認ください：{url}",
        ),
        Template.SITE_JOINED: _words(
            "[안심] '{tenant}'이(가) '{venue}'의 입점 매장이 되었습니다. 두 QR을 다 찍은 분은 '{venue}'에서 한 번만 셉니다.",
            "[Ansim] {tenant} is part of {venue}. Who scans both codes counts once at {venue}.",
            "[Ansim] “{tenant}”已成为“{venue}”的入驻店铺。扫描两处二维码的访客在“{venue}”只计一次。",
            "[Ansim] 「{tenant}」は「{venue}」の店舗になりました。両方のQRを読み取った方は「{venue}」で一度だけ数えます。",
        ),
        Template.SITE_PARTED: _words(
            "[안심] '{tenant}'은(는) 더 이상 '{venue}'의 입점 매장이 아닙니다. 각자의 QR은 그대로 쓸 수 있습니다.",
            "[Ansim] {tenant} is no longer part of {venue}. Both keep their QR codes.",
            "[Ansim] “{tenant}”不再是“{venue}”的入驻店铺。双方的二维码仍可使用。",
            "[Ansim] 「{tenant}」は「{venue}」の店舗ではなくなりました。それぞれのQRはそのまま使えます。",
        ),
        Template.SITE_REFUSED: _words(
            "[안심] '{venue}'의 입점 매장 등록 요청('{tenant}')이 받아들여지지 않았습니다.",
            "[Ansim] {venue} did not agree that {tenant} is part of it.",
            "[Ansim] “{venue}”未同意“{tenant}”登记为入驻店铺。",
            "[Ansim] 「{venue}」は「{tenant}」の店舗登録に同意しませんでした。",
        ),
        Template.VENUE_CLOSED: _words(
            "[안심] '{venue}'이(가) {day} 운영 종료됩니다. 포스터를 떼어 주세요. 사실과 다르면 {call}번으로 전화해 주세요.",
            "[Ansim] {venue} closes on {day}. Please take the poster down. If that is wrong, call {call}.",
            "[Ansim] “{venue}”将于{day}停用。请取下海报。如有误，请致电 {call}。",
            "[Ansim] 「{venue}」は{day}に閉鎖扱いとなります。ポスターを外してください。誤りであれば {call} にお電話ください。",
        ),
        Template.VENUES_CLOSED: _words(
            "[안심] '{business}' 사업장 {count}곳({venues} 등)이 {day} 운영 종료됩니다. 문의 {call}",
            "[Ansim] {count} venues of {business} close on {day}: {venues} … Questions: {call}",
            "[Ansim] “{business}”的{count}处场所（{venues}等）将于{day}停用。咨询：{call}",
            "[Ansim] 「{business}」の{count}か所（{venues}など）は{day}に閉鎖扱いとなります。お問い合わせ {call}",
        ),
        Template.VENUE_CHANGED: _words(
            "[안심] 담당자가 '{venue}'의 등록 정보를 고쳤습니다. 확인해 주세요. {url}",
            "[Ansim] A clerk changed what is registered of {venue}. Please look: {url}",
            "[Ansim] 工作人员更改了“{venue}”的登记信息，请确认：{url}",
            "[Ansim] 担当者が「{venue}」の登録情報を変更しました。ご確認ください。{url}",
        ),
        Template.VENUE_GIVEN: _words(
            "[안심] '{venue}'을(를) 다른 사업자에게 넘겼고 기기 연결을 끊었습니다. 모르는 일이면 {call}번으로 전화해 주세요.",
            "[Ansim] {venue} went to another business, and its devices are disconnected. Unexpected? Call {call} at once.",
            "[Ansim] “{venue}”已转给其他商户，设备已断开。如有疑问，请立即致电 {call}。",
            "[Ansim] 「{venue}」は別の事業者に引き継がれ、機器は解除されました。心当たりがなければ {call} にお電話ください。",
        ),
        Template.VENUE_TAKEN: _words(
            "[안심] '{venue}'을(를) 넘겨받았습니다. QR 포스터는 그대로 쓰시고, 기기는 다시 연결해 주세요. {url}",
            "[Ansim] {venue} is yours now. The QR poster stays good; please pair its devices anew: {url}",
            "[Ansim] 您已接手“{venue}”。二维码海报可继续使用，设备请重新连接：{url}",
            "[Ansim] 「{venue}」を引き継ぎました。QRポスターはそのまま使えます。機器は接続し直してください：{url}",
        ),
        Template.WISH_GRANTED: _words(
            "[안심] '{venue}'의 변경 신청이 승인되었습니다. 이름이나 주소가 바뀌었으면 포스터를 다시 출력해 주세요. {url}",
            "[Ansim] {venue} is changed as you asked. Where name or address changed, please print the poster again: {url}",
            "[Ansim] “{venue}”的变更申请已获批准。名称或地址如有变更，请重新打印海报：{url}",
            "[Ansim] 「{venue}」の変更申請が承認されました。名称や住所が変わった場合はポスターを印刷し直してください：{url}",
        ),
        Template.WISH_TURNED_DOWN: _words(
            "[안심] '{venue}'의 변경 신청이 반려되었습니다. 사유: {reason} {url}",
            "[Ansim] {venue} was not changed as you asked: {reason} {url}",
            "[Ansim] “{venue}”的变更申请未获批准。原因：{reason} {url}",
            "[Ansim] 「{venue}」の変更申請は認められませんでした。理由：{reason} {url}",
        ),
        Template.SILENT: _words(
            "[안심] '{venue}': {day} 이후 체크인이 없습니다. 포스터가 잘 붙어 있는지 봐 주세요. {url}",
            "[Ansim] {venue}: nobody has checked in since {day}. Is the poster still up? {url}",
            "[Ansim] “{venue}”自{day}以来无人登记。请查看海报是否还在：{url}",
            "[Ansim] 「{venue}」は{day}以降チェックインがありません。ポスターをご確認ください：{url}",
        ),
        Template.NEVER_USED: _words(
            "[안심] '{venue}': {day}에 포스터를 받으셨지만 아직 체크인이 없습니다. 출입구에 붙이셨나요? {url}",
            "[Ansim] {venue}: you got the poster on {day}, and nobody has checked in yet. Does it hang at the entrance? {url}",
            "[Ansim] “{venue}”：您于{day}领取海报，至今无人登记。海报贴在入口了吗？{url}",
            "[Ansim] 「{venue}」：{day}のポスター受領後、チェックインがありません。入口に掲示されていますか：{url}",
        ),
        Template.LOG_DUE: _words(
            "[안심] '{venue}': 수기명부를 파기할 날은 {day}입니다. 파기하신 뒤 포털에 적어 주세요. {url}",
            "[Ansim] {venue}: the hand-written log is to be destroyed on {day}. Note it in the portal afterwards: {url}",
            "[Ansim] “{venue}”：手写名册应于{day}销毁。销毁后请在门户登记：{url}",
            "[Ansim] 「{venue}」：手書き名簿の破棄日は{day}です。破棄後、ポータルに記入してください：{url}",
        ),
        Template.LIST_APPROVED: _words(
            "[안심] '{business}' 목록의 사업장 {count}곳이 승인되었습니다. 포털에서 포스터를 출력해 주세요. {url}",
            "[Ansim] {count} venues of the list of {business} are approved. Print their posters in the portal: {url}",
            "[Ansim] “{business}”名单中的{count}处已获批准。请在门户打印海报：{url}",
            "[Ansim] 「{business}」の一覧の{count}か所が承認されました。ポータルでポスターを印刷してください：{url}",
        ),
        Template.LIST_TURNED_DOWN: _words(
            "[안심] '{business}' 목록의 사업장 {count}곳이 승인되지 않았습니다. 사유: {reason} {url}",
            "[Ansim] {count} venues of the list of {business} are not approved: {reason} {url}",
            "[Ansim] “{business}”名单中的{count}处未获批准。原因：{reason} {url}",
            "[Ansim] 「{business}」の一覧の{count}か所は承認されませんでした。理由：{reason} {url}",
        ),
        Template.PERSON_JOINED: _words(
            "[안심] 초대하신 분이 '{business}'에 들어왔습니다. 모르는 일이면 포털에서 바로 내보내 주세요. {url}",
            "[Ansim] Somebody joined {business} by your link. If that surprises you, end their access in the portal: {url}",
            "[Ansim] 有人通过您的链接加入了“{business}”。如非您所为，请立即在门户移除：{url}",
            "[Ansim] ご招待のリンクで「{business}」に参加がありました。心当たりがなければポータルで解除してください：{url}",
        ),
        Template.PART_ENDED: _words(
            "[안심] '{business}'의 이용 권한이 끝났습니다. 문의 {call}",
            "[Ansim] Your access to {business} has ended. Questions: {call}",
            "[Ansim] 您在“{business}”的权限已结束。咨询：{call}",
            "[Ansim] 「{business}」の利用権限が終わりました。お問い合わせ {call}",
        ),
        Template.PASSKEY_ADDED: _words(
            "[안심] 사업장 포털에 패스키가 추가되었습니다. 본인이 아니면 포털에서 바로 삭제해 주세요. {url}",
            "[Ansim] A passkey was added to your business portal account. If that was not you, remove it at once: {url}",
            "[Ansim] 您的商户门户账户新增了通行密钥。如非本人操作，请立即在门户删除：{url}",
            "[Ansim] 事業者ポータルにパスキーが追加されました。心当たりがなければポータルで削除してください：{url}",
        ),
        Template.PASSKEY_BLOCKED: _words(
            "[안심] 사업장 포털의 패스키가 복제된 것으로 보여 막았습니다. 인증번호로 로그인해 확인해 주세요. {url}",
            "[Ansim] A passkey of your business portal account was copied, it seems; it is blocked. Sign in by code: {url}",
            "[Ansim] 您商户门户的通行密钥疑似被复制，已停用。请用验证码登录查看：{url}",
            "[Ansim] 事業者ポータルのパスキーが複製されたおそれがあり停止しました。認証番号でログインしてください：{url}",
        ),
        Template.API_KEY_MADE: _words(
            "[안심] '{business}'의 API 키 '{label}'이(가) 만들어졌습니다. 모르는 일이면 포털에서 바로 끝내 주세요. {url}",
            "[Ansim] An API key '{label}' was made for {business}. If that surprises you, end it in the portal: {url}",
            "[Ansim] 已为“{business}”创建API密钥“{label}”。如非您所为，请立即在门户停用：{url}",
            "[Ansim] 「{business}」のAPIキー「{label}」が作られました。心当たりがなければポータルで停止してください：{url}",
        ),
        Template.API_KEY_ENDED: _words(
            "[안심] '{business}'의 API 키 '{label}'의 사용이 끝났습니다. {url}",
            "[Ansim] The API key '{label}' of {business} has ended. {url}",
            "[Ansim] “{business}”的API密钥“{label}”已停用。{url}",
            "[Ansim] 「{business}」のAPIキー「{label}」は停止されました。{url}",
        ),
        Template.ACCOUNT_MOVED: _words(
            "[안심] 사업장 포털 계정이 다른 번호로 옮겨졌습니다. 본인이 아니면 바로 {call}번으로 전화해 주세요.",
            "[Ansim] Your business portal account was moved to another number. If that was not you, call {call} at once.",
            "[Ansim] 您的商户门户账户已转到其他号码。如非本人操作，请立即致电 {call}。",
            "[Ansim] 事業者ポータルのアカウントが別の番号に移されました。ご本人でなければ、すぐ {call} にお電話ください。",
        ),
    }
)


def places_of(template: Template) -> frozenset[str]:
    """The names of the values that a template needs."""
    return frozenset(_PLACE.findall(WORDS[template]["en"]))


def require_params(template: Template, params: Mapping[str, str]) -> None:
    """Raise ParamsError where values are missing, too many or long; a value itself is not repeated."""
    wanted = places_of(template)
    if wanted != params.keys():
        raise ParamsError(f"{template} wants the values {', '.join(sorted(wanted)) or 'none'}")
    long = sorted(name for name, value in params.items() if len(value) > LONGEST_VALUE)
    if long:
        raise ParamsError(f"{template}: {', '.join(long)} of more than {LONGEST_VALUE} characters")


def say(template: Template, language: str, params: Mapping[str, str]) -> str:
    """The text of a message; English where the language is none of ours."""
    words = WORDS[template]
    text = words.get(language, words["en"])
    return _PLACE.sub(lambda place: params.get(place[1], ""), text)
