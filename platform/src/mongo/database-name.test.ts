import { describe, expect, it } from '@jest/globals';
import { databaseNameOf } from './database-name.ts';

describe('databaseNameOf', () => {
  it.each([
    ['mongodb://127.0.0.1:27017/graph', 'graph'],
    ['mongodb://user:p%2Fss%3F@a:27017,b:27018,c/graph?replicaSet=rs0&authSource=admin', 'graph'],
    ['mongodb+srv://user:secret@cluster.example.com/my%20graph', 'my graph'],
    ['mongodb://a:27017,b:27017/?replicaSet=rs0', null],
    ['mongodb://a:27017', null],
    ['mongodb://a:27017?replicaSet=rs0/x', null],
  ])('finds in %p the name %p', (url, name) => {
    expect(databaseNameOf(url)).toBe(name);
  });
});
