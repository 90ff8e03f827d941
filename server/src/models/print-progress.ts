/** Shows how far a download is: one line that rewrites itself in a terminal, a line each tenth elsewhere. */
export function createProgressPrinter(output: NodeJS.WriteStream = process.stdout): (progress: { name: string; fraction: number }) => void {
  let shown = -1;
  return ({ name, fraction }) => {
    const percent = Math.floor(fraction * 100);
    const step = output.isTTY ? percent : Math.floor(percent / 10) * 10;
    if (step === shown) return;
    shown = step;
    if (!output.isTTY) return void output.write(`Fetching ${name}: ${step} %\n`);
    const filled = Math.round(fraction * 30);
    output.write(`\rFetching ${name} [${'#'.repeat(filled)}${'.'.repeat(30 - filled)}] ${percent} %${percent === 100 ? '\n' : ''}`);
  };
}
