/** The moving seal: the door opens, and the sun goes round it once a minute, a step each second. */
export function Seal({ tone, second }: { tone: "confirmed" | "sending" | "waiting" | "refused"; second: number }) {
  const marks = {
    confirmed: "M34 62l18 18 34-38",
    sending: "M40 60h.01M60 60h.01M80 60h.01",
    waiting: "M60 40v22l14 10",
    refused: "M42 42l36 36M78 42l-36 36",
  };
  const angle = (second / 60) * 2 * Math.PI;
  return (
    <svg class="seal" viewBox="0 0 160 160" aria-hidden="true" focusable="false">
      <circle class="seal-ring" cx="80" cy="80" r="72" />
      <g class="seal-wave">
        <circle cx="80" cy="80" r="58" />
        <circle cx="80" cy="80" r="58" />
      </g>
      <path class="seal-door" d="M40 128V76a40 40 0 0 1 80 0v52z" />
      <g transform="translate(20 24)">
        <path key={tone} class="seal-mark" d={marks[tone]} pathLength={100} />
      </g>
      <circle class="seal-sun" cx={80 + 72 * Math.sin(angle)} cy={80 - 72 * Math.cos(angle)} r="8" />
    </svg>
  );
}
