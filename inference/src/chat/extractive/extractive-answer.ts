import type { ChatCitation } from '../chat.model.ts';
import type { RankedPassage } from './rank-passages.ts';

/** Opens every answer, so that nobody takes quotes for a model's words. */
export const notice = 'No language model is configured';
const nothingFound =
  `${notice}, and nothing in this conversation, your memories or your knowledge answers this. ` +
  'Point LLM_URL at a model server or LLM_GGUF at a model file to get answers.';
const maxQuotes = 3;

/** An answer made only of quotes, each with the number of its source. */
export function extractiveAnswer(ranked: RankedPassage[]): { text: string; citations: ChatCitation[] } {
  const quotes = ranked.slice(0, maxQuotes);
  if (quotes.length === 0) return { text: nothingFound, citations: [] };
  const sources = [...new Map(quotes.map(({ sourceId, title }) => [`${sourceId}\0${title}`, title])).entries()];
  const numberOf = ({ sourceId, title }: RankedPassage) =>
    1 + sources.findIndex(([key]) => key === `${sourceId}\0${title}`);
  const quoted = quotes.map(quote => `> ${quote.text} [${numberOf(quote)}]`).join('\n');
  const listed = sources.map(([, title], index) => `[${index + 1}] ${title}`).join('\n');
  return {
    text: `${notice}, so here is what I found that was written before:\n\n${quoted}\n\n${listed}`,
    citations: quotes.map(({ sourceId, title, text, score }) => ({
      type: 'citation',
      sourceId,
      title,
      excerpt: text,
      score: Number(score.toFixed(3)),
    })),
  };
}
