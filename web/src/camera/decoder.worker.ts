/// <reference lib="webworker" />
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

import type { Frame, Reading } from "./messages";

declare const self: DedicatedWorkerGlobalScope;

// The library would fetch its wasm from a foreign host by default.
prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true }).catch(() => undefined);

self.onmessage = async ({ data }: MessageEvent<Frame>): Promise<void> => {
  const reading: Reading = { id: data.id, text: null, error: null };
  try {
    const options = { formats: ["QRCode" as const], maxNumberOfSymbols: 1, tryHarder: data.thorough };
    const [code] = await readBarcodes(data.image, options);
    reading.text = code?.isValid ? code.text : null;
  } catch (error) {
    reading.error = String(error);
  }
  self.postMessage(reading);
};
