let audio: AudioContext | null = null;

/** Makes the sound possible: browsers let a page sound only after a touch. */
export function readySound(): void {
  const Context = window.AudioContext ?? (window as { webkitAudioContext?: typeof AudioContext }).webkitAudioContext;
  if (!audio && Context) audio = new Context();
  if (audio?.state === "suspended") void audio.resume();
}

/** Two rising tones and a double buzz: recorded. One low tone and a long buzz: not recorded. */
export function signal(good: boolean): void {
  navigator.vibrate?.(good ? [70, 50, 140] : [400]);
  if (audio?.state !== "running") return;
  const tones: [number, number][] = good
    ? [
        [659, 0],
        [988, 0.14],
      ]
    : [[220, 0]];
  for (const [pitch, after] of tones) tone(audio, pitch, audio.currentTime + after);
}

function tone(context: AudioContext, pitch: number, start: number): void {
  const oscillator = context.createOscillator();
  const loudness = context.createGain();
  oscillator.frequency.value = pitch;
  loudness.gain.setValueAtTime(0.0001, start);
  loudness.gain.exponentialRampToValueAtTime(0.4, start + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0001, start + 0.3);
  oscillator.connect(loudness).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.32);
}
