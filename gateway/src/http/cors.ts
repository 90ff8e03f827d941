/** Whether a page of this origin may call the API. `http://localhost:*` stands for any port of it, `*` for every origin. */
export function createOriginCheck(allowed: readonly string[]): (origin: string | undefined) => boolean {
  const exact = new Set(allowed.filter(origin => !origin.endsWith(':*')));
  const anyPort = new Set(allowed.filter(origin => origin.endsWith(':*')).map(origin => origin.slice(0, -2)));
  return origin => {
    if (origin === undefined || exact.has('*') || exact.has(origin)) return true;
    if (!URL.canParse(origin)) return false;
    const { protocol, hostname } = new URL(origin);
    return anyPort.has(`${protocol}//${hostname}`);
  };
}
