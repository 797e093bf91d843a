import { usePolicy } from "../../ui/policy";
import { useScene } from "../../ui/shell";

/** What is agreed to: what is kept, where, how long, who may look, whom to ask. */
export function Consent() {
  const { words } = useScene();
  const { retentionDays, identityDays, call } = usePolicy();
  return (
    <dl class="consent">
      {words.signUp.consent(retentionDays, identityDays, call).map(({ head, body }) => (
        <div key={head}>
          <dt>{head}</dt>
          <dd>{body}</dd>
        </div>
      ))}
    </dl>
  );
}
