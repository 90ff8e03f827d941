/**
 * Whether an address may be connected to. Entries are origins (`https://billing.internal:8443`); `http://127.0.0.1:*` means any
 * port and `https://*.graphs.internal` any host below.
 */
export function createOriginList(entries: readonly string[]): (url: string) => boolean {
  const patterns = entries.map(pattern);
  return url => {
    if (!URL.canParse(url)) return false;
    const { protocol, hostname, port, username, password } = new URL(url);
    if ((protocol !== 'http:' && protocol !== 'https:') || username !== '' || password !== '') return false;
    const address = `${protocol}//${hostname}:${port === '' ? defaultPort(protocol) : port}`;
    return patterns.some(allowed => allowed.test(address));
  };
}

function pattern(entry: string): RegExp {
  const [, protocol, hostname = '', port] =
    /^(https?:)\/\/(\[[0-9a-f:]+\]|(?:\*\.)?[^/:?#@*]+)(?::(\d+|\*))?\/?$/i.exec(entry) ?? [];
  if (protocol === undefined) throw new Error(`"${entry}" is no origin, such as https://billing.internal:8443.`);
  const host = hostname.startsWith('*.') ? `[a-z0-9.-]+${literal(hostname.slice(1))}` : literal(hostname);
  return new RegExp(`^${protocol}//${host}:${port === '*' ? '\\d+' : (port ?? defaultPort(protocol))}$`, 'i');
}

const defaultPort = (protocol: string) => (protocol.toLowerCase() === 'https:' ? '443' : '80');
const literal = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
