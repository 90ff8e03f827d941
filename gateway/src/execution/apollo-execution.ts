import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { RequestContext } from '@polyphony/platform/context';
import type { Logger } from '@polyphony/platform/logging';
import { toGraphError } from './format-graph-error.ts';

/**
 * Apollo's own plan execution for queries and mutations, with our data sources. Whatever it throws or answers reaches the client
 * masked and coded.
 */
export function createApolloExecution({
  supergraphSdl,
  dataSources,
  log,
}: {
  supergraphSdl: string;
  dataSources: ReadonlyMap<string, GraphQLDataSource>;
  log: Logger;
}): ApolloServerOptionsWithGateway<RequestContext>['gateway'] {
  // ApolloGateway reports usage to its maker unless this variable, which is its only switch, is set.
  process.env['APOLLO_TELEMETRY_DISABLED'] ??= 'true';
  const apollo = new ApolloGateway({
    supergraphSdl,
    logger: quiet(log),
    buildService: ({ name }) => {
      const source = dataSources.get(name);
      if (source === undefined)
        throw new Error(`The supergraph names the subgraph "${name}", which the gateway was not given.`);
      return source;
    },
  });
  return {
    onSchemaLoadOrUpdate: callback => apollo.onSchemaLoadOrUpdate(callback),
    async load(options) {
      const { executor } = await apollo.load(options);
      return {
        executor: async request => {
          const context = request.context as unknown as RequestContext;
          try {
            const { errors, extensions: _internals, ...result } = await executor(request);
            return errors === undefined
              ? result
              : { ...result, errors: errors.map(error => toGraphError(error, context)) };
          } catch (error) {
            return { errors: [toGraphError(error, context)] };
          }
        },
      };
    },
    stop: () => apollo.stop(),
  };
}

/** Apollo's remarks about loading are no news to an operator. */
function quiet(log: Logger) {
  return {
    debug: (message?: unknown) => log.trace(String(message)),
    info: (message?: unknown) => log.debug(String(message)),
    warn: (message?: unknown) => log.warn(String(message)),
    error: (message?: unknown) => log.error(String(message)),
  };
}
