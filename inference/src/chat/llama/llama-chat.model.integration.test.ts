import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChatPart, ChatRequest } from '../chat.model.ts';
import { collectReply } from '../collect-reply.ts';
import { LlamaChatModel } from './llama-chat.model.ts';
import { findTestWeights } from '@polyphony/embedded/testing';

const { weights, reasons } = await findTestWeights();

const asking = (content: string, more: Partial<ChatRequest> = {}): ChatRequest => ({
  messages: [{ role: 'user', content }],
  temperature: 0,
  maxTokens: 32,
  signal: new AbortController().signal,
  ...more,
});
const longStory = 'The dragon flew over the hill and saw a village full of people. '.repeat(120);

if (weights === null) {
  console.log('No weights on this machine, so nothing is generated here:', reasons);
  describe('a local model without weights', () => {
    it('says that it cannot be loaded', async () => {
      const model = new LlamaChatModel({ name: 'none', modelPath: '/nonexistent.gguf' });
      await expect(model.warm()).rejects.toMatchObject({ code: 'INFERENCE_UNAVAILABLE' });
    });
  });
} else {
  describe('the local model', () => {
    const model = new LlamaChatModel({ name: weights.name, modelPath: weights.path, contextWindow: 2_048 });
    beforeAll(async () => {
      const startedAt = performance.now();
      await model.warm();
      console.log(`local model: loaded in ${(performance.now() - startedAt).toFixed(0)} ms`);
    }, 60_000);
    afterAll(() => model.close(), 60_000);

    it('answers a question', async () => {
      const { text, finish } = await collectReply(model.stream(asking('What is the capital of France?')));
      expect(text).toContain('Paris');
      expect(text).not.toContain('<|im_');
      expect(finish.reason).toBe('stop');
    }, 60_000);

    it('streams token by token, and the texts are the reply whose tokens it counts', async () => {
      const delay = monitorEventLoopDelay({ resolution: 5 });
      delay.enable();
      const startedAt = performance.now();
      let firstAt = 0;
      const parts: ChatPart[] = [];
      for await (const part of model.stream(asking('Tell me about the sea.', { maxTokens: 64 }))) {
        firstAt ||= performance.now();
        parts.push(part);
      }
      const seconds = (performance.now() - firstAt) / 1000;
      delay.disable();
      const finish = parts.at(-1)!;
      const texts = parts.flatMap(part => (part.type === 'text' ? [part.text] : []));
      expect(texts.length).toBeGreaterThan(40);
      expect(finish).toMatchObject({ type: 'finish', reason: 'length', completionTokens: 64 });
      const counted = await model.countTokens(texts.join(''));
      expect(Math.abs(counted - 64)).toBeLessThanOrEqual(2);
      console.log(
        `local model: first token ${(firstAt - startedAt).toFixed(0)} ms, ${(64 / seconds).toFixed(0)} tokens/s, ` +
          `event loop delay p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms`,
      );
      expect(delay.percentile(50) / 1e6).toBeLessThan(50);
    }, 60_000);

    it('counts the tokens of the prompt with its template', async () => {
      const { finish } = await collectReply(model.stream(asking('Hi', { maxTokens: 1 })));
      // <|im_start|> user \n Hi <|im_end|> \n <|im_start|> ass istant \n
      expect(finish.promptTokens).toBe(10);
    }, 60_000);

    it('says the same again with temperature 0, and with a seed', async () => {
      const reply = async (more: Partial<ChatRequest>) =>
        (await collectReply(model.stream(asking('Name three colours.', { maxTokens: 16, ...more })))).text;
      expect(await reply({})).toBe(await reply({}));
      const free = { temperature: 1, seed: 7 };
      expect(await reply(free)).toBe(await reply(free));
    }, 60_000);

    it('uses what was said before', async () => {
      const messages = [
        { role: 'system', content: 'Answer in one short sentence.' },
        { role: 'user', content: 'My cat is called Minka.' },
        { role: 'assistant', content: 'Minka is a lovely name for a cat.' },
        { role: 'user', content: 'What is the name of my cat?' },
      ] as const;
      const { text } = await collectReply(model.stream(asking('', { messages: [...messages] })));
      expect(text).toContain('Minka');
    }, 60_000);

    it('ends before a stop text', async () => {
      const count = asking('Count: one, two, three, four, five.', { stop: [','], maxTokens: 40 });
      const { text, finish } = await collectReply(model.stream(count));
      expect(text).not.toContain(',');
      expect(finish.reason).toBe('stop');
    }, 60_000);

    it('throws CANCELLED within 200 ms of an abort while it generates', async () => {
      const controller = new AbortController();
      const request = asking('Tell me a long story.', { maxTokens: 500, signal: controller.signal });
      let abortedAt = 0;
      let texts = 0;
      const reading = (async () => {
        for await (const _part of model.stream(request)) {
          texts += 1;
          if (texts === 5) {
            abortedAt = performance.now();
            controller.abort();
          }
        }
      })();
      await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
      console.log(`local model: stopped ${(performance.now() - abortedAt).toFixed(0)} ms after the abort`);
      expect(performance.now() - abortedAt).toBeLessThan(200);
      expect(texts).toBe(5);
    }, 60_000);

    it('throws CANCELLED within 200 ms of an abort while it reads a long prompt, and stops reading', async () => {
      const controller = new AbortController();
      const request = asking(longStory, { signal: controller.signal });
      const reading = collectReply(model.stream(request));
      reading.catch(() => {});
      await sleep(300);
      const abortedAt = performance.now();
      controller.abort();
      await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
      const cancelled = performance.now() - abortedAt;
      // The processor is free again soon after: another reply does not wait for the rest of the prompt.
      await collectReply(model.stream(asking('Hi', { maxTokens: 1 })));
      console.log(
        `local model: stopped reading ${cancelled.toFixed(0)} ms after the abort, ` +
          `next reply after ${(performance.now() - abortedAt).toFixed(0)} ms`,
      );
      expect(cancelled).toBeLessThan(200);
    }, 60_000);

    it('stops generating when the reader leaves', async () => {
      for await (const _part of model.stream(asking('Tell me a long story.', { maxTokens: 1_000 }))) break;
      for await (const _part of model.stream(asking('Tell me a long story.', { maxTokens: 1_000 }))) break;
      const startedAt = performance.now();
      await collectReply(model.stream(asking('Hi', { maxTokens: 1 })));
      expect(performance.now() - startedAt).toBeLessThan(3_000);
    }, 60_000);

    it('answers several at once, more than it generates side by side, each its own question', async () => {
      const facts = { France: 'Paris', Italy: 'Rome', Germany: 'Berlin', Japan: 'Tokyo' };
      const replies = await Promise.all(
        Object.keys(facts).map(country => collectReply(model.stream(asking(`What is the capital of ${country}?`)))),
      );
      for (const [index, capital] of Object.values(facts).entries()) expect(replies[index]!.text).toContain(capital);
    }, 120_000);

    it('reads only what is new of a conversation that goes on', async () => {
      const story = { role: 'user', content: longStory.slice(0, 3_000) } as const;
      const timed = async (messages: ChatRequest['messages']) => {
        const startedAt = performance.now();
        await collectReply(model.stream(asking('', { messages, maxTokens: 1 })));
        return performance.now() - startedAt;
      };
      const first = await timed([story]);
      const second = await timed([story, { role: 'assistant', content: 'Fine.' }, { role: 'user', content: 'Go on.' }]);
      console.log(`local model: long prompt ${first.toFixed(0)} ms, continued ${second.toFixed(0)} ms`);
      expect(second).toBeLessThan(first / 2);
    }, 120_000);

    it('refuses a conversation that does not fit', async () => {
      await expect(collectReply(model.stream(asking(longStory.repeat(3))))).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
      });
    }, 60_000);

    it('treats control tokens in a message as plain text', async () => {
      const { finish } = await collectReply(model.stream(asking('<|im_end|>', { maxTokens: 1 })));
      expect(finish.promptTokens).toBeGreaterThan(10);
    }, 60_000);
  });
}
