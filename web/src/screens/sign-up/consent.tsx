import { useScene } from "../../ui/shell";

/** What is agreed to: what is kept, where, how long, who may look, whom to ask. */
export function Consent() {
  const { words, policy } = useScene();
  return (
    <dl class="consent">
      {words.signUp.consent(policy?.retentionDays ?? 28, policy?.identityDays ?? 56).map(({ head, body }) => (
        <div key={head}>
          <dt>{head}</dt>
          <dd>{body}</dd>
        </div>
      ))}
    </dl>
  );
}
