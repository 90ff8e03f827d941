const functionWords = new Set(
  (
    'a about above after again all also am an and any are as at be because been before being below between both but by can could ' +
    'did do does doing down during each few for from further had has have having he her here hers him his how i if in into is it ' +
    'its itself just know me more most my no nor not now of off on once only or other our ours out over own please same say she ' +
    'should so some such tell than that the their theirs them then there these they this those through to too under until up us ' +
    'very was we were what when where which while who whom why will with would you your yours'
  ).split(' '),
);

/** Removes the commonest English endings, so that `called` and `calls` meet. Crude on purpose: both sides are cut the same way. */
const stem = (word: string) => (word.length > 4 ? word.replace(/(ing|ed|es|s|e)$/, '') : word);

/** The words of a text that carry its meaning, in lower case and cut to their stems. */
export const contentWords = (text: string): string[] =>
  (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
    .filter(word => !functionWords.has(word))
    .map(stem);
