import { CompanyNames } from "../parts/company";
import { Screen, useScene } from "../parts/shell";

export function CompanyScreen() {
  const { words } = useScene();
  return (
    <Screen title={words.company.family} back="/#/more">
      <p class="lead">{words.company.lead}</p>
      <CompanyNames />
    </Screen>
  );
}
