import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { ListSize } from '@polyphony/platform/pagination';
import type { SqlContext } from '../context.ts';
import { SqlKnowledgeEntry } from './sql-knowledge-entry.type.ts';

@Resolver(_of => SqlKnowledgeEntry)
export class SqlKnowledgeResolver {
  @ListSize({ by: 'first', assumed: 20 })
  @Query(_returns => [SqlKnowledgeEntry], { description: 'Best match first; without a query, most used first.' })
  sqlKnowledge(
    @Arg('query', _type => String, { nullable: true }) query: string | null,
    @Arg('first', _type => Int, { nullable: true, defaultValue: 20 }) first: number | null,
    @Ctx() { knowledge }: SqlContext,
  ): Promise<SqlKnowledgeEntry[]> {
    return knowledge.search(query, first ?? 20);
  }
}
