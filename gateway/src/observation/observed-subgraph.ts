import type { RequestContext } from '@polyphony/platform/context';
import { traceSubgraph, type ExecutableSubgraph } from '@polyphony/platform/subgraph';

/** The same subgraph, whose fetches count as work of the request and are spans where that is traced. */
export function observeFetches<Observed extends ExecutableSubgraph>(subgraph: Observed): Observed {
  const traced = traceSubgraph(subgraph, { verb: 'fetch', kind: 'client' });
  const { executeText } = traced;
  return {
    ...traced,
    execute(request, context) {
      count(context);
      return traced.execute(request, context);
    },
    ...(executeText !== undefined && {
      executeText(request, context) {
        count(context);
        return executeText(request, context);
      },
    }),
  };
}

function count({ work }: RequestContext): void {
  if (work !== undefined) work.fetches += 1;
}
