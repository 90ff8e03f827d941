import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import Fastify from 'fastify';

/** Serves a gateway as in production: no landing page, no traces in answers, no reports to anybody. */
export async function serveApollo(gateway) {
  const app = Fastify();
  const server = new ApolloServer({
    gateway,
    introspection: false,
    includeStacktraceInErrorResponses: false,
    plugins: [
      fastifyApolloDrainPlugin(app),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
    ],
  });
  await server.start();
  await app.register(fastifyApollo(server));
  await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
}
