import { describe, expect, it } from '@jest/globals';
import { booleanField, EnvironmentError, listField, optionalUrlField, portField, readEnvironment } from './index.ts';

describe('readEnvironment', () => {
  const shape = {
    PORT: portField(4000),
    POSTGRES_URL: optionalUrlField,
    PRETTY: booleanField(false),
    ORIGINS: listField,
  };

  it('fills defaults and takes an empty variable as unset', () => {
    expect(readEnvironment(shape, { PORT: '', PRETTY: 'on', ORIGINS: 'a, b,' })).toEqual({
      PORT: 4000,
      PRETTY: true,
      ORIGINS: ['a', 'b'],
    });
  });

  it('reports every problem together', () => {
    const read = () => readEnvironment(shape, { PORT: '99999', POSTGRES_URL: 'nonsense', PRETTY: 'perhaps' });
    expect(read).toThrow(EnvironmentError);
    expect(read).toThrow(/PORT[\s\S]*POSTGRES_URL[\s\S]*PRETTY/);
  });
});
