import { requireSelf } from '@polyphony/platform/context';
import { ConnectionSize, toConnection, type Connection } from '@polyphony/platform/pagination';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { ChatContext } from '../context.ts';
import { ConversationConnection, toConversation, type Conversation } from '../conversations/conversation.type.ts';
import { User } from './user.type.ts';

@Resolver(_of => User)
export class UserResolver {
  @ConnectionSize()
  @FieldResolver(_returns => ConversationConnection, {
    description: 'Newest first. Only the user can see them, administrators cannot.',
  })
  async conversations(
    @Root() user: User,
    @Arg('first', _type => Int, { nullable: true, defaultValue: 20 }) first: number | null,
    @Arg('after', _type => String, { nullable: true }) after: string | null,
    @Arg('archived', _type => Boolean, { nullable: true, defaultValue: false }) archived: boolean | null,
    @Ctx() context: ChatContext,
  ): Promise<Connection<Conversation>> {
    const viewer = requireSelf(context.viewer, user.id);
    const list = { first: first ?? 20, after, archived: archived ?? false };
    const page = await context.conversations.list(viewer, list);
    return toConnection({ ...page, nodes: page.nodes.map(toConversation) }, () =>
      context.conversations.count(viewer, list.archived),
    );
  }
}
