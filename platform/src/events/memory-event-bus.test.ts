import { describe, expect, it, jest } from '@jest/globals';
import { silentLogger, type Logger } from '../logging/index.ts';
import { createMemoryEventBus, topic } from './index.ts';

const numbers = topic<number>('numbers');

describe('the event bus within a process', () => {
  it('goes on with the other handlers when one throws, and logs it', async () => {
    const error = jest.fn();
    const bus = createMemoryEventBus({ log: Object.assign(Object.create(silentLogger) as Logger, { error }) });
    const received: number[] = [];
    await bus.subscribe(numbers, () => {
      throw new Error('handler failed');
    });
    await bus.subscribe(numbers, value => received.push(value));
    await bus.publish(numbers, 1);
    expect(received).toEqual([1]);
    expect(error).toHaveBeenCalledTimes(1);
  });

  it('does not call a handler inside publish', async () => {
    const bus = createMemoryEventBus();
    const order: string[] = [];
    await bus.subscribe(numbers, () => order.push('handled'));
    const published = bus.publish(numbers, 1);
    order.push('published');
    await published;
    expect(order).toEqual(['published', 'handled']);
  });
});
