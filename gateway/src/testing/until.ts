/** Waits until something is so, looking every 5 ms. @throws Error after 5 seconds. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`This never became so: ${isSo.toString()}`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

/** Waits until a number has stayed the same for a while, and answers it. */
export async function settled(read: () => number): Promise<number> {
  let last = Number.NaN;
  while (last !== read()) {
    last = read();
    await new Promise(resolve => setTimeout(resolve, 150));
  }
  return last;
}
