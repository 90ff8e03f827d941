import type { RequestContext } from '@polyphony/platform/context';
import type { ExecutableSubgraph, SubgraphRequest } from '@polyphony/platform/subgraph';

/** Hears what a subgraph says in one stream, as it comes. */
export interface StreamListener {
  /** The JSON text of a result, UTF-8 held as latin1. */
  event(text: string): void;
  /** The last thing heard, once: without an error the stream came to its end. */
  end(error?: Error): void;
  /** More came than was granted, and other streams have waited long for this one to be read: who does not read it has to go. */
  holdsUpOthers(): void;
}

/** A running stream of a subgraph. */
export interface SubgraphStream {
  /** Lets more come, in the measure of `eventCost`. A subgraph that knows no flow control is not read from without. */
  grant(amount: number): void;
  /** Nothing more is heard. */
  leave(): void;
}

/** Starts a stream of which as much may come as `window` holds. What goes wrong is heard by the listener, never thrown. */
export type OpenStream = (
  request: SubgraphRequest,
  context: RequestContext,
  listener: StreamListener,
  window: number,
) => SubgraphStream;

/** A subgraph whose streams are pushed; others are pulled by `subscribeText` or `subscribe`. */
export type StreamingSubgraph = ExecutableSubgraph & { readonly openStream?: OpenStream };
