import { Icon } from "../ui/icons";
import { LanguageChoice } from "../ui/language";
import { Screen, useScene } from "../ui/shell";

export function MoreScreen() {
  const { words } = useScene();
  const entries = [
    { href: "/#/exposures", head: words.exposures.title, help: words.exposures.lead },
    { href: "/#/rights", head: words.more.rights, help: words.more.rightsHelp },
    { href: "/#/companions", head: words.more.companions, help: words.more.companionsHelp },
    { href: "/#/help", head: words.help.title, help: words.help.lead },
    { href: "/#/settings", head: words.more.settings, help: words.more.settingsHelp },
  ];
  return (
    <Screen title={words.more.title}>
      <ul class="rows links">
        {entries.map(({ href, head, help }) => (
          <li key={href}>
            <a href={href}>
              <span>
                <strong>{head}</strong>
                <span>{help}</span>
              </span>
              <Icon name="next" />
            </a>
          </li>
        ))}
      </ul>
      <LanguageChoice />
      <p class="small">{words.more.about}</p>
    </Screen>
  );
}
