import type { Faults } from '../faults/faults.ts';
import type { Random } from '../random.ts';

/** One execution of an operation, as the made-up subgraphs see it. */
export interface Run {
  readonly faults: Faults;
  /**
   * Null stands in for what has the wrong shape. Stock fails whole requests on such answers (see the known divergences), so that it
   * is asked with what they should count as.
   */
  readonly repaired: boolean;
  /** Errors are left out of answers: with any, stock hides what it finds wrong in the data. */
  readonly withoutErrors: boolean;
  /** How answers are written: order of keys, keys nobody asked for, the look of the JSON, and when they come. None is to matter. */
  readonly style: AnswerStyle;
  /** Root fields of mutations that were executed so far; what they answer depends on it, which shows their order. */
  mutations: number;
  /** Places where something of the wrong shape was answered. */
  malformed: number;
  readonly fetches: RecordedFetch[];
  /** Whether `fetches` keeps the answers too. */
  readonly recordsAnswers: boolean;
}

export interface AnswerStyle {
  readonly random: Random;
  readonly shuffled: boolean;
  readonly extraKeys: boolean;
  readonly oddText: boolean;
  readonly delays: boolean;
}

export interface RecordedFetch {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: unknown;
  answer?: unknown;
}

export const plainStyle = (random: Random): AnswerStyle => ({
  random,
  shuffled: false,
  extraKeys: false,
  oddText: false,
  delays: false,
});

export const randomStyle = (random: Random): AnswerStyle => ({
  random,
  shuffled: random.chance(0.3),
  extraKeys: random.chance(0.2),
  oddText: random.chance(0.3),
  delays: random.chance(0.3),
});
