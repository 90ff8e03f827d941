// TypeGraphQL's decorators read types at the moment a subgraph's module is loaded.
import 'reflect-metadata';
import type { SubgraphName, SubgraphPart } from './part.ts';

const modules: Record<SubgraphName, () => Promise<{ part: SubgraphPart }>> = {
  users: () => import('./users.part.ts'),
  chat: () => import('./chat.part.ts'),
  sql: () => import('./sql.part.ts'),
  media: () => import('./media.part.ts'),
  ops: () => import('./ops.part.ts'),
};

export async function loadPart(name: SubgraphName): Promise<SubgraphPart> {
  return (await modules[name]()).part;
}
