import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topic, type EventBus } from '../events/index.ts';
import type { Instances } from './instances.ts';
import { eventually } from './waiting.ts';

const freshTopic = <Payload>() => topic<Payload>('contract.event', randomUUID());
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** What every event bus must do. */
export function describeEventBusContract(name: string, open: () => Promise<Instances<EventBus>>): void {
  describe(`event bus: ${name}`, () => {
    let instances: Instances<EventBus>;
    beforeAll(async () => void (instances = await open()));
    afterAll(() => instances.close());

    async function collect<Payload>(bus: EventBus, of: { name: string; payload?: Payload }) {
      const received: Payload[] = [];
      const unsubscribe = await bus.subscribe<Payload>(of, payload => received.push(payload));
      return { received, unsubscribe };
    }

    it('brings the events of a publisher to the subscribers of every process, in order', async () => {
      const numbers = freshTopic<number>();
      const here = await collect(instances.one, numbers);
      const there = await collect(instances.other, numbers);
      await Promise.all(upTo(500).map(value => instances.one.publish(numbers, value)));
      await eventually('500 events', () => here.received.length === 500 && there.received.length === 500);
      expect(here.received).toEqual(upTo(500));
      expect(there.received).toEqual(upTo(500));
    });

    it('has subscribed once subscribe resolves, also for publishers elsewhere', async () => {
      for (let round = 0; round < 20; round++) {
        const numbers = freshTopic<number>();
        const { received, unsubscribe } = await collect(instances.one, numbers);
        await instances.other.publish(numbers, round);
        await eventually('the event', () => received.length === 1);
        await unsubscribe();
      }
    });

    it('keeps topics and keys apart', async () => {
      const [first, second] = [freshTopic<string>(), freshTopic<string>()];
      const ofFirst = await collect(instances.one, first);
      const ofSecond = await collect(instances.one, second);
      await instances.other.publish(first, 'for the first');
      await instances.other.publish(second, 'for the second');
      await eventually('both', () => ofFirst.received.length > 0 && ofSecond.received.length > 0);
      expect([ofFirst.received, ofSecond.received]).toEqual([['for the first'], ['for the second']]);
    });

    it('stops calling a handler once it is unsubscribed, and goes on with the others', async () => {
      const numbers = freshTopic<number>();
      const leaving = await collect(instances.one, numbers);
      const staying = await collect(instances.one, numbers);
      const elsewhere = await collect(instances.other, numbers);
      await leaving.unsubscribe();
      await leaving.unsubscribe();
      await instances.other.publish(numbers, 1);
      await eventually('the others', () => staying.received.length === 1 && elsewhere.received.length === 1);
      expect(leaving.received).toEqual([]);
    });

    it('delivers to whoever is subscribed while others come and go', async () => {
      const numbers = freshTopic<number>();
      const steady = await collect(instances.one, numbers);
      const churn = Promise.all(
        upTo(50).map(async () => {
          const { unsubscribe } = await collect(instances.one, numbers);
          await unsubscribe();
        }),
      );
      for (const value of upTo(100)) await instances.other.publish(numbers, value);
      await churn;
      await eventually('100 events', () => steady.received.length === 100);
      expect(steady.received).toEqual(upTo(100));
    });

    it('delivers to a subscription made while the last one before it was leaving', async () => {
      for (let round = 0; round < 20; round++) {
        const numbers = freshTopic<number>();
        const before = await collect(instances.one, numbers);
        const [next] = await Promise.all([collect(instances.one, numbers), before.unsubscribe()]);
        await instances.other.publish(numbers, round);
        await eventually('the event', () => next.received.length === 1);
      }
    });

    it('carries JSON unchanged, a megabyte of it too', async () => {
      const values = freshTopic<unknown>();
      const { received } = await collect(instances.one, values);
      const payloads = [null, 0, 'Grüße 👋\u0000', [1, [2]], { nested: { ok: true } }, { text: 'ж'.repeat(500_000) }];
      for (const payload of payloads) await instances.other.publish(values, payload);
      await eventually('all', () => received.length === payloads.length);
      expect(received).toEqual(payloads);
    });

    it('hands over copies: the publisher may change its object afterwards', async () => {
      const values = freshTopic<{ at: Date | string; count: number }>();
      const { received } = await collect(instances.one, values);
      const payload = { at: new Date(0), count: 1 };
      const published = instances.one.publish(values, payload);
      payload.count = 2;
      await published;
      await eventually('the event', () => received.length === 1);
      expect(received).toEqual([{ at: '1970-01-01T00:00:00.000Z', count: 1 }]);
    });

    it('rejects use after close, and another instance goes on', async () => {
      const own = await open();
      const numbers = freshTopic<number>();
      await own.one.close();
      await expect(own.one.publish(numbers, 1)).rejects.toThrow('closed');
      await expect(own.one.subscribe(numbers, () => {})).rejects.toThrow('closed');
      const { received } = await collect(instances.one, numbers);
      await instances.other.publish(numbers, 1);
      await eventually('the event', () => received.length === 1);
      await own.close();
    });
  });
}
