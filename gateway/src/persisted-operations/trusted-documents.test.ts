import { describe, expect, it } from '@jest/globals';
import { createTrustedDocuments } from './trusted-documents.ts';

const documents = { aa11: '{ me { id } }' };

describe('Trusted documents', () => {
  it('are found by their hash, also with its algorithm named', () => {
    const trusted = createTrustedDocuments({ mode: 'allow', documents });
    expect([trusted.find('aa11'), trusted.find('sha256:aa11')]).toEqual(['{ me { id } }', '{ me { id } }']);
    for (const id of ['bb22', '', 'sha256:', '__proto__', 'constructor']) expect(trusted.find(id)).toBeUndefined();
  });

  it('are unknown when switched off, and then anything may run', () => {
    const trusted = createTrustedDocuments({ mode: 'off', documents });
    expect(trusted.find('aa11')).toBeUndefined();
    expect(trusted.admits('{ other }')).toBe(true);
  });

  it('shut out every other text in mode "only"', () => {
    const trusted = createTrustedDocuments({ mode: 'only', documents });
    expect([trusted.admits('{ me { id } }'), trusted.admits('{ me { id }  }'), trusted.admits('')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(() => trusted.require('{ other }')).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ extensions: { code: 'QUERY_NOT_IN_SAFELIST' } })] }),
    );
  });
});
