import { rejection } from '../execution/index.ts';

/** `off`: none are known. `allow`: clients may send their ids. `only`: nothing else is run. */
export type TrustedDocumentsMode = 'off' | 'allow' | 'only';

/** Documents that were made known before any client asked: those of `schema/persisted-operations.json`. */
export interface TrustedDocuments {
  readonly mode: TrustedDocumentsMode;
  /** The text with this SHA-256 (lower-case hex, with or without `sha256:` before it); undefined when none has. */
  find(id: string): string | undefined;
  /** Whether this text may be run: any, except in mode `only`. */
  admits(query: string): boolean;
  /** @throws RequestRejectedError with code QUERY_NOT_IN_SAFELIST when this text may not be run. Call it before parsing. */
  require(query: string): void;
}

export interface TrustedDocumentsOptions {
  mode: TrustedDocumentsMode;
  /** Texts by their SHA-256 in hex. */
  documents: Readonly<Record<string, string>>;
}

export function createTrustedDocuments({ mode, documents }: TrustedDocumentsOptions): TrustedDocuments {
  const byId = new Map(mode === 'off' ? [] : Object.entries(documents));
  const texts = new Set(byId.values());
  const admits = (query: string) => mode !== 'only' || texts.has(query);
  return {
    mode,
    find: id => byId.get(id.startsWith('sha256:') ? id.slice('sha256:'.length) : id),
    admits,
    require(query) {
      if (!admits(query)) throw rejection('Only operations known in advance are run here.', 'QUERY_NOT_IN_SAFELIST');
    },
  };
}
