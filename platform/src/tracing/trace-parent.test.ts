import { describe, expect, it } from '@jest/globals';
import { readTraceParent, traceParentOf } from './trace-parent.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

describe('traceparent', () => {
  it("is read as the caller's span, sampled or not", () => {
    expect(readTraceParent(`00-${traceId}-${spanId}-01`)?.spanContext()).toEqual({
      traceId,
      spanId,
      traceFlags: 1,
      isRemote: true,
    });
    expect(readTraceParent(`00-${traceId}-${spanId}-00`)?.spanContext().traceFlags).toBe(0);
  });

  it('is written as it was read', () => {
    const text = `00-${traceId}-${spanId}-01`;
    expect(traceParentOf(readTraceParent(text)!)).toBe(text);
  });

  it('of a later version is read for what is known of it', () => {
    expect(readTraceParent(`01-${traceId}-${spanId}-03-more`)?.spanContext().traceFlags).toBe(1);
  });

  it.each([
    undefined,
    null,
    [`00-${traceId}-${spanId}-01`],
    '',
    'nonsense',
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `ff-${traceId}-${spanId}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}-01-more`,
    `00-${traceId}-${spanId}-01\n`,
    `01-${traceId}-${spanId}-01-${'x'.repeat(300)}`,
  ])('that is malformed counts as absent: %p', text => {
    expect(readTraceParent(text)).toBeUndefined();
  });
});
