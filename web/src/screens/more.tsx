import { Icon } from "../parts/icons";
import { LanguageChoice } from "../parts/language";
import { Screen, useScene } from "../parts/shell";

export function MoreScreen() {
  const { words } = useScene();
  const entries = [
    { href: "/#/rights", head: words.more.rights, help: words.more.rightsHelp },
    { href: "/#/company", head: words.more.company, help: words.more.companyHelp },
    { href: "/#/settings", head: words.more.settings, help: words.more.settingsHelp },
  ];
  return (
    <Screen title={words.more.title}>
      <ul class="rows links">
        {entries.map(({ href, head, help }) => (
          <li key={href}><a href={href}><span><strong>{head}</strong><span>{help}</span></span><Icon name="next" /></a></li>
        ))}
      </ul>
      <LanguageChoice />
      <p class="small">{words.more.about}</p>
    </Screen>
  );
}
