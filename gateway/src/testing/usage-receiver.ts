import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { Report } from '@apollo/usage-reporting-protobuf';

/** A server on this machine that takes usage reports, as Apollo's does. */
export interface UsageReceiver {
  readonly url: string;
  readonly reports: Report[];
  readonly requests: { url: string | undefined; headers: IncomingHttpHeaders }[];
  /** How the next requests are answered, one after the other; 200 when none is left. */
  readonly statuses: number[];
  close(): void;
}

export async function startUsageReceiver(): Promise<UsageReceiver> {
  const reports: Report[] = [];
  const requests: UsageReceiver['requests'] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    const take = (body: Buffer) => {
      requests.push({ url: request.url, headers: request.headers });
      const status = statuses.shift() ?? 200;
      if (status === 200) reports.push(Report.decode(gunzipSync(body)));
      return response.writeHead(status, { 'content-type': 'application/json' }).end('{"tracesIgnored":false}');
    };
    void buffer(request).then(take);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reports,
    requests,
    statuses,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
