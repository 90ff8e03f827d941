import { scriptedTokens, startOpenAiServer, type OpenAiServer } from '@polyphony/inference/testing';

/**
 * A model server over real HTTP whose reply is written in the last message: `tokens=40 delay=5` streams 40 words, 5 ms apart; `fail=503`
 * fails; anything else is echoed.
 */
export function startScriptedModel(): Promise<OpenAiServer> {
  return startOpenAiServer({
    reply: ({ messages }) => {
      const content = messages.at(-1)?.content;
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      const number = (name: string) => Number(new RegExp(`\\b${name}=(\\d+)`).exec(text)?.[1] ?? Number.NaN);
      if (!Number.isNaN(number('fail'))) return { status: number('fail'), message: 'scripted failure' };
      const count = number('tokens');
      if (Number.isNaN(count)) return { tokens: scriptedTokens(`You said: ${text}`) };
      return { tokens: Array.from({ length: count }, (_, index) => `word${index} `), delayMs: number('delay') || 0 };
    },
  });
}
