import { MongoError } from '../errors/mongo-error.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a timezone (`Asia/Ho_Chi_Minh`, `+07:00`) is ahead of UTC at a time, in milliseconds. */
export function timezoneOffset(date: Date, timezone: string): number {
  const fixed = /^([+-])(\d{2}):?(\d{2})?$/.exec(timezone);
  if (fixed) {
    const [, sign, hours, minutes = '0'] = fixed;
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  }
  const values = Object.fromEntries(
    formatFor(timezone)
      .formatToParts(date)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = values;
  const local = Date.UTC(year, month - 1, day, hour % 24, minute, second, date.getUTCMilliseconds());
  return local - date.getTime();
}

function formatFor(timezone: string): Intl.DateTimeFormat {
  let format = formats.get(timezone);
  if (!format) {
    try {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone: timezone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      throw new MongoError('BadValue', `unrecognized time zone identifier: "${timezone}"`);
    }
    formats.set(timezone, format);
  }
  return format;
}
