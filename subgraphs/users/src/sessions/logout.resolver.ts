import { requireViewer } from '@polyphony/platform/context';
import { ObjectId } from 'mongodb';
import { Ctx, Int, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context.ts';

@Resolver()
export class LogoutResolver {
  @Mutation(_returns => Boolean, { description: 'Ends this session; false when there is none, as with an API key.' })
  async logout(@Ctx() { viewer, sessions }: UsersContext): Promise<boolean> {
    const { id, sessionId } = requireViewer(viewer);
    return sessionId === undefined ? false : sessions.end(sessionId, id);
  }

  @Mutation(_returns => Int, { description: 'Ends all sessions of this account and answers how many there were.' })
  logoutEverywhere(@Ctx() { viewer, sessions }: UsersContext): Promise<number> {
    return sessions.endAll(new ObjectId(requireViewer(viewer).id));
  }
}
