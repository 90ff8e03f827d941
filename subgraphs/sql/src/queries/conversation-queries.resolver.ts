import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ListSize } from '@polyphony/platform/pagination';
import type { SqlContext } from '../context.ts';
import { Conversation } from '../conversations/conversation.type.ts';
import { QueryRun } from './query-run.type.ts';

@Resolver(_of => Conversation)
export class ConversationQueriesResolver {
  @ListSize({ assumed: 100 })
  @FieldResolver(_returns => [QueryRun], { description: 'The latest 100, newest first.' })
  queryRuns(@Root() conversation: Conversation, @Ctx() { queries }: SqlContext): Promise<QueryRun[]> {
    return queries.listOfConversation(conversation.id);
  }
}
