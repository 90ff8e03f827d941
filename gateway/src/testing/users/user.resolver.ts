import { Args, ArgsType, Ctx, Field, Mutation, Query, Resolver } from 'type-graphql';
import { requireViewer, type RequestContext } from '@polyphony/platform/context';
import { BadUserInputError } from '@polyphony/platform/errors';
import { User } from './user.type.ts';

/** Counts runs of the slow query. */
export interface SlowRuns {
  started: number;
  aborted: number;
}

export interface TestUsersContext extends RequestContext {
  readonly slowRuns: SlowRuns;
  load(id: string): Promise<User | null>;
}

@ArgsType()
class RenameArguments {
  @Field()
  username!: string;
}

@Resolver(User)
export class UserResolver {
  @Query(_type => User)
  me(@Ctx() { viewer }: RequestContext): User {
    const { id, username } = requireViewer(viewer);
    return { id, username, nickname: null };
  }

  @Query(_type => String)
  requestFacts(@Ctx() { requestId, clientAddress, userAgent }: RequestContext): string {
    return JSON.stringify({ requestId, clientAddress, userAgent });
  }

  @Query(_type => String, { nullable: true })
  crash(): string {
    throw new Error('The password of the store is hunter2');
  }

  @Mutation(_type => User)
  rename(@Args(() => RenameArguments) { username }: RenameArguments, @Ctx() { viewer }: RequestContext): User {
    if (username.trim() === '') throw new BadUserInputError('The username is empty.', 'username');
    return { id: requireViewer(viewer).id, username, nickname: null };
  }

  /** Works for a second and a half, or until it is told to stop. */
  @Query(_type => Boolean, { nullable: true })
  async slow(@Ctx() { signal, slowRuns }: TestUsersContext): Promise<boolean> {
    slowRuns.started += 1;
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, 1500);
      signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
    });
    if (signal.aborted) slowRuns.aborted += 1;
    return signal.aborted;
  }
}
