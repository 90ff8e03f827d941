import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  Arg,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { createRequestContext, type RequestContext } from '../context/index.ts';
import { NotFoundError } from '../errors/index.ts';
import { connectionType, toConnection, toPage } from '../pagination/index.ts';
import { buildSubgraphSchema } from './build-subgraph-schema.ts';
import { createExecutableSubgraph, type ExecutableSubgraph } from './executable.ts';
import type { Subgraph } from './subgraph.ts';

interface TestContext extends RequestContext {
  contextNumber: number;
}

@Directive('@key(fields: "id")')
@ObjectType()
class Thing {
  @Field(_type => ID)
  id!: string;

  @Field(_type => Date)
  createdAt!: Date;
}
const ThingConnection = connectionType('Thing', () => Thing);

enum Color {
  RED = '#f00',
  BLUE = '#00f',
}
registerEnumType(Color, { name: 'Color' });

@InputType()
class Paint {
  @Field(_type => [Color], { defaultValue: [Color.BLUE, Color.RED] })
  coats!: Color[];
}

let counted = 0;
let released = 0;

@Resolver(_of => Thing)
class ThingResolver {
  @Query(_returns => ThingConnection)
  things(@Arg('first', _type => Int) first: number) {
    const rows = ['a', 'b', 'c'].map(id => ({ id, createdAt: new Date(0) }));
    return toConnection(toPage(rows, { first, position: ({ id }) => [id] }), async () => ++counted && 3);
  }

  @Query(_returns => Thing)
  thing(): Thing {
    throw new NotFoundError('Thing');
  }

  @FieldResolver(_returns => Int)
  contextNumber(@Root() _thing: Thing, @Ctx() { contextNumber }: TestContext): number {
    return contextNumber;
  }

  @Subscription(_returns => Thing, {
    async *subscribe() {
      try {
        for (let index = 0; ; index += 1) yield { id: String(index), createdAt: new Date(0) };
      } finally {
        released += 1;
      }
    },
  })
  thingAdded(@Root() thing: Thing): Thing {
    if (thing.id === '1') throw new NotFoundError('Thing');
    return thing;
  }

  @Subscription(_returns => Thing, {
    async *subscribe() {
      await new Promise(() => undefined);
      yield {};
    },
  })
  thingLost(@Root() thing: Thing): Thing {
    return thing;
  }

  @Query(_returns => String)
  colorCode(
    @Arg('color', _type => Color, { defaultValue: Color.RED }) color: Color,
    @Arg('paint', _type => Paint, { nullable: true }) paint: Paint | null,
  ): string {
    return [color, ...(paint?.coats ?? [])].join(' ');
  }
}

describe('a subgraph in this process', () => {
  let executable: ExecutableSubgraph;
  let contexts = 0;

  beforeAll(async () => {
    const schema = await buildSubgraphSchema<TestContext>({
      resolvers: [ThingResolver],
      references: { Thing: ({ id }: { id: string }) => ({ id, createdAt: new Date(0) }) },
    });
    const subgraph: Subgraph<TestContext> = {
      name: 'things',
      schema,
      createContext: request => ({ ...request, contextNumber: ++contexts }),
      procedures: {},
      healthChecks: [],
      startWorker: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    executable = createExecutableSubgraph(subgraph);
  });

  it('answers a connection and counts the whole list only when asked', async () => {
    const query = (fields: string) =>
      executable.execute({ query: `{ things(first: 2) { ${fields} } }` }, createRequestContext());
    await expect(query('nodes { id createdAt } pageInfo { hasNextPage }')).resolves.toEqual({
      data: {
        things: {
          nodes: [
            { id: 'a', createdAt: '1970-01-01T00:00:00.000Z' },
            { id: 'b', createdAt: '1970-01-01T00:00:00.000Z' },
          ],
          pageInfo: { hasNextPage: true },
        },
      },
    });
    expect(counted).toBe(0);
    await expect(query('totalCount')).resolves.toEqual({ data: { things: { totalCount: 3 } } });
  });

  it('resolves entities', async () => {
    const query = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Thing { id } } }';
    const result = await executable.execute(
      { query, variables: { of: [{ __typename: 'Thing', id: 'x' }] } },
      createRequestContext(),
    );
    expect(result).toEqual({ data: { _entities: [{ id: 'x' }] } });
  });

  it('formats errors', async () => {
    const { errors } = await executable.execute({ query: '{ thing { id } }' }, createRequestContext());
    expect(errors).toMatchObject([{ path: ['thing'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it.each(['{', '{ nothing }', 'subscription { thingAdded { id } }'])('rejects %p', async query => {
    const { data, errors } = await executable.execute({ query }, createRequestContext());
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
  });

  it('gives each event a fresh context, keeps going after an event that fails, and releases the source when the reader leaves', async () => {
    const stream = executable.subscribe(
      { query: 'subscription { thingAdded { id contextNumber } }' },
      createRequestContext(),
    );
    const events = [await stream.next(), await stream.next(), await stream.next()].map(({ value }) => value);
    await stream.return();
    const [first, second, third] = events as [(typeof events)[0], (typeof events)[0], (typeof events)[0]];
    expect(first).toMatchObject({ data: { thingAdded: { id: '0' } } });
    expect(second).toMatchObject({ data: null, errors: [{ extensions: { code: 'NOT_FOUND' } }] });
    expect(third).toMatchObject({ data: { thingAdded: { id: '2' } } });
    const number = (event: typeof first) =>
      (event as { data: { thingAdded: { contextNumber: number } } }).data.thingAdded.contextNumber;
    expect(number(third)).toBeGreaterThan(number(first));
    expect(released).toBe(1);
  });

  it('ends when the signal aborts', async () => {
    const controller = new AbortController();
    const stream = executable.subscribe(
      { query: 'subscription { thingAdded { id } }' },
      createRequestContext({ signal: controller.signal }),
    );
    await stream.next();
    controller.abort();
    await expect(stream.next()).resolves.toEqual({ done: true, value: undefined });
    expect(released).toBe(2);
  });

  it('ends when the signal aborts while the source stays silent for ever', async () => {
    const controller = new AbortController();
    const stream = executable.subscribe(
      { query: 'subscription { thingLost { id } }' },
      createRequestContext({ signal: controller.signal }),
    );
    const waiting = stream.next();
    setTimeout(() => controller.abort(), 10);
    await expect(waiting).resolves.toEqual({ done: true, value: undefined });
  });

  it('gives resolvers the values of an enum by default, not their names', async () => {
    const query = '{ byDefault: colorCode(paint: {}) given: colorCode(color: BLUE) }';
    await expect(executable.execute({ query }, createRequestContext())).resolves.toEqual({
      data: { byDefault: '#f00 #00f #f00', given: '#00f' },
    });
  });

  it('yields one result with errors for a subscription that cannot start', async () => {
    const results = [];
    for await (const result of executable.subscribe({ query: 'subscription { nothing }' }, createRequestContext()))
      results.push(result);
    expect(results).toMatchObject([{ errors: [{ message: expect.stringContaining('nothing') }] }]);
  });
});
