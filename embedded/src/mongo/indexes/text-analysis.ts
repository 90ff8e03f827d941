/** Words too common to search for, in English, as the server's English stop word list has them. */
const stopWords = new Set(
  (
    'i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its itself ' +
    'they them their theirs themselves what which who whom this that these those am is are was were be been being have has had having ' +
    'do does did doing would should could ought a an the and but if or because as until while of at by for with about against between ' +
    'into through during before after above below to from up down in out on off over under again further then once here there when ' +
    'where why how all any both each few more most other some such no nor not only own same so than too very'
  ).split(' '),
);

const wordPattern = /[\p{L}\p{N}\p{M}_]+/gu;

/**
 * The searchable terms of a text: words in lower case without diacritics, without stop words, reduced by a light English
 * stemmer (plurals, -ing, -ed), so that `messages` finds `message`.
 */
export function termsOf(text: string, language = 'english'): string[] {
  const words = foldText(text).match(wordPattern) ?? [];
  if (language === 'none') return words;
  return words.filter(word => !stopWords.has(word)).map(stem);
}

/** Lower case, without diacritics. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function stem(word: string): string {
  if (word.length < 4 || /[^a-z]/.test(word)) return word;
  let result = word;
  if (result.endsWith('sses')) result = result.slice(0, -2);
  else if (result.endsWith('ies')) result = result.slice(0, -3) + 'y';
  else if (result.endsWith('s') && !result.endsWith('ss') && !result.endsWith('us') && !result.endsWith('is'))
    result = result.slice(0, -1);
  for (const ending of ['ingly', 'edly', 'ing', 'ed']) {
    const base = result.slice(0, -ending.length);
    if (result.endsWith(ending) && base.length >= 3 && /[aeiouy]/.test(base)) {
      result = /([bdfgmnprt])\1$/.test(base) ? base.slice(0, -1) : base;
      break;
    }
  }
  // 'message' and 'messag(ing)' meet without their last e.
  return result.length > 3 && result.endsWith('e') ? result.slice(0, -1) : result;
}
