import { encode } from "uqr";

/** A QR drawn as one path, sharp on any screen and on paper; black on white in both themes, for old readers. */
export function Qr({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: "M", border: 3 });
  const square = (dark: boolean, x: number, y: number): string => (dark ? `M${x} ${y}h1v1h-1z` : "");
  const path = data.flatMap((row, y) => row.map((dark, x) => square(dark, x, y))).join("");
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} class="qr-light" />
      <path d={path} class="qr-dark" />
    </svg>
  );
}
