import { useScene } from "./shell";

/** What the policy says, and the province's usual figures until it was read once. */
export function usePolicy(): { retentionDays: number; identityDays: number; childYears: number; call: string } {
  const { policy } = useScene();
  return {
    retentionDays: policy?.retentionDays ?? 28,
    identityDays: policy?.identityDays ?? 56,
    childYears: policy?.childYears ?? 14,
    // A phone that kept a policy before there was such a line has none.
    call: policy?.call ?? "1339",
  };
}
