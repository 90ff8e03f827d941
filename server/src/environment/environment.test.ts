import { describe, expect, it } from '@jest/globals';
import { readServerEnvironment } from './environment.ts';

describe('the addresses of engines', () => {
  it('may list the hosts of a replica set and the nodes of a cluster', () => {
    const source = {
      MONGODB_URL: 'mongodb://user:secret@a:27017,b:27017/graph?replicaSet=rs0',
      REDIS_URL: 'redis://a:6379, redis://b:6379',
    };
    expect(readServerEnvironment(source)).toMatchObject(source);
  });

  it.each([
    ['MONGODB_URL', 'a:27017/hunter2'],
    ['REDIS_URL', 'redis://:hunter2@a:6379,b:6379'],
    ['POSTGRES_URL', '//user:hunter2@a'],
  ])('are refused when %s is malformed, without repeating a password', (name, value) => {
    const read = () => readServerEnvironment({ [name]: value });
    expect(read).toThrow(name);
    expect(read).not.toThrow('hunter2');
  });
});
