/** Keeps the screen lit until the answer is called; where the browser has no such lock, the device's own setting rules. */
export function stayAwake(): () => void {
  let held: WakeLockSentinel | null = null;
  let over = false;
  const take = async (): Promise<void> => {
    // A page in the background gives its lock back, and may take a new one once it is seen again.
    if (over || document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    // Refused where the battery is low.
    held = await navigator.wakeLock.request("screen").catch(() => null);
    if (over) void held?.release();
  };
  const again = (): void => void take();
  document.addEventListener("visibilitychange", again);
  void take();
  return () => {
    over = true;
    document.removeEventListener("visibilitychange", again);
    void held?.release();
  };
}
