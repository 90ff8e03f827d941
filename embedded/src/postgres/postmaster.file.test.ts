import { describe, expect, it } from '@jest/globals';
import { parsePostmasterFile } from './postmaster.file.ts';
import { parseAccounts } from './system.account.ts';

describe('parsePostmasterFile', () => {
  const text = '6188\n/data/cluster\n1795347151\n54999\n\n127.0.0.1\n  9977881         8\nready   \n';

  it('reads the number, the port and the state', () => {
    expect(parsePostmasterFile(text)).toEqual({ pid: 6188, port: 54999, dataDirectory: '/data/cluster', ready: true });
  });

  it('is not ready while the server starts', () => {
    expect(parsePostmasterFile(text.replace('ready', 'starting'))).toMatchObject({ ready: false });
  });

  it.each(['', '6188', '6188\n/data\n', '0\n/data\n1\n5432\n', '-1\n/data\n1\n5432\n'])(
    'takes %j for no server',
    text => {
      expect(parsePostmasterFile(text)).toBeNull();
    },
  );
});

describe('parseAccounts', () => {
  it('leaves out root and what is no account', () => {
    const passwd =
      'root:x:0:0:root:/root:/bin/sh\n\n# comment\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n';
    expect(parseAccounts(passwd)).toEqual([{ name: 'nobody', uid: 65534, gid: 65534 }]);
  });
});
