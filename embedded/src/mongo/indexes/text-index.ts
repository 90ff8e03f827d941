import { isDocument } from '../values/bson-type.ts';
import { readDocument } from '../values/bson-codec.ts';
import { readFields } from '../values/document-bytes.ts';
import { pathSegments, rootField, somePathValue } from '../values/paths.ts';
import { termsOf } from './text-analysis.ts';
import type { StoredRecord } from '../collections/stored-record.ts';
import type { IndexDefinition } from './index-definition.ts';
import type { TextQuery } from './text-query.ts';
import type { Document } from 'bson';

/** An inverted index: for every term the records whose text holds it. */
export class TextIndex {
  readonly definition: IndexDefinition;
  readonly language: string;
  readonly #postings = new Map<string, Set<StoredRecord>>();
  readonly #rootFields: ReadonlySet<string> | null;

  constructor(definition: IndexDefinition) {
    this.definition = definition;
    const language: unknown = definition.specification['default_language'];
    this.language = typeof language === 'string' ? language : 'english';
    const paths = definition.textFields.map(field => rootField(field.path));
    const partial = definition.partialTest?.fields;
    this.#rootFields = paths.includes('$**') || partial === null ? null : new Set([...paths, ...(partial ?? [])]);
  }

  add(bson: Uint8Array, record: StoredRecord): void {
    for (const term of this.#termsOf(bson)) {
      const posting = this.#postings.get(term);
      if (posting) posting.add(record);
      else this.#postings.set(term, new Set([record]));
    }
  }

  remove(bson: Uint8Array, record: StoredRecord): void {
    for (const term of this.#termsOf(bson)) {
      const posting = this.#postings.get(term);
      posting?.delete(record);
      if (posting?.size === 0) this.#postings.delete(term);
    }
  }

  build(records: Iterable<StoredRecord>): void {
    for (const record of records) this.add(record.bson, record);
  }

  /** The records that hold any term of the query. */
  candidates(query: TextQuery): Set<StoredRecord> {
    const found = new Set<StoredRecord>();
    for (const term of query.terms) for (const record of this.#postings.get(term) ?? []) found.add(record);
    return found;
  }

  /**
   * How relevant a document is to a query, or undefined when it does not match: the server's formula, in which a term counts
   * more the more often it occurs and the shorter the field is.
   */
  score(document: Document, query: TextQuery): number | undefined {
    const { partialTest } = this.definition;
    if (partialTest && !partialTest.test(document)) return undefined;
    const texts = this.#textsOf(document);
    const normalized =
      query.phrases.length + query.negatedPhrases.length > 0 ? texts.map(({ text }) => query.normalize(text)) : [];
    if (!query.phrases.every(phrase => normalized.some(text => text.includes(phrase)))) return undefined;
    if (query.negatedPhrases.some(phrase => normalized.some(text => text.includes(phrase)))) return undefined;
    let score = 0;
    for (const { text, weight } of texts) {
      const terms = termsOf(text, this.language);
      const counts = new Map<string, number>();
      for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
      if (query.negatedTerms.some(term => counts.has(term))) return undefined;
      for (const term of query.terms) {
        const count = counts.get(term) ?? 0;
        // Each repetition counts half of the one before; a term's share of the field adds up to half again.
        if (count > 0) score += weight * (2 - 2 ** (1 - count)) * (0.5 * (count / terms.length) + 0.5) * 1.1;
      }
    }
    return score > 0 ? score : undefined;
  }

  #termsOf(bson: Uint8Array): Set<string> {
    const document = this.#rootFields ? readFields(bson, this.#rootFields) : readDocument(bson);
    const { partialTest } = this.definition;
    if (partialTest && !partialTest.test(document)) return new Set();
    return new Set(this.#textsOf(document).flatMap(({ text }) => termsOf(text, this.language)));
  }

  #textsOf(document: Document): { text: string; weight: number }[] {
    return this.definition.textFields.flatMap(({ path, weight }) => {
      const texts: string[] = [];
      if (path === '$**') collectTexts(document, texts);
      else {
        somePathValue(document, pathSegments(path), value => {
          for (const text of Array.isArray(value) ? value : [value]) if (typeof text === 'string') texts.push(text);
          return false;
        });
      }
      return texts.map(text => ({ text, weight }));
    });
  }
}

function collectTexts(value: unknown, texts: string[]): void {
  if (typeof value === 'string') texts.push(value);
  else if (Array.isArray(value)) for (const item of value) collectTexts(item, texts);
  else if (isDocument(value)) for (const item of Object.values(value)) collectTexts(item, texts);
}
