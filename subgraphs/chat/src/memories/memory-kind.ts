import { registerEnumType } from 'type-graphql';

/** What a memory is about; the values are what the store holds. */
export const MemoryKind = { NOTE: 'note', FACT: 'fact', PREFERENCE: 'preference', QA: 'qa' } as const;
export type MemoryKind = (typeof MemoryKind)[keyof typeof MemoryKind];

registerEnumType(MemoryKind, {
  name: 'MemoryKind',
  description: 'What a memory is about.',
  valuesConfig: {
    NOTE: {},
    FACT: {},
    PREFERENCE: { description: 'How the user wants to be answered; applies to every reply.' },
    QA: { description: 'A question and its answer, which is the content.' },
  },
});
