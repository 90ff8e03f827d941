import type { TimelineEntryJson } from './timeline.json.ts';

export interface Cue extends Pick<TimelineEntryJson, 'start' | 'end' | 'text'> {
  /** As a reader knows the speaker; null when nobody is named. */
  speaker: string | null;
}

/** SubRip: numbered cues with comma milliseconds, `Speaker: text`. Empty for no cues. */
export function toSrt(cues: readonly Cue[]): string {
  return spoken(cues)
    .map(({ start, end, text, speaker }, index) => {
      const line = oneLine(speaker === null ? text : `${speaker}: ${text}`).replaceAll('-->', '->');
      return `${index + 1}\n${timestamp(start, ',')} --> ${timestamp(end, ',')}\n${line}\n`;
    })
    .join('\n');
}

/** WebVTT (W3C): a header, cues with dot milliseconds, speakers as voice spans, markup characters escaped. */
export function toVtt(cues: readonly Cue[]): string {
  const blocks = spoken(cues).map(({ start, end, text, speaker }) => {
    const voice = speaker === null ? '' : `<v ${escapeMarkup(oneLine(speaker))}>`;
    return `${timestamp(start, '.')} --> ${timestamp(end, '.')}\n${voice}${escapeMarkup(oneLine(text))}\n`;
  });
  return ['WEBVTT\n', ...blocks].join('\n');
}

/** Players need cues in order, and show none that is empty or ends before it starts. */
function spoken(cues: readonly Cue[]): Cue[] {
  return cues.filter(cue => oneLine(cue.text) !== '' && cue.end >= cue.start).toSorted((a, b) => a.start - b.start);
}

/** A blank line would end the cue. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

const escapeMarkup = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** `01:02:03.456` */
function timestamp(seconds: number, separator: ',' | '.'): string {
  const milliseconds = Math.max(0, Math.round(seconds * 1000));
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const rest = String(milliseconds % 1000).padStart(3, '0');
  return `${two(milliseconds / 3_600_000)}:${two((milliseconds / 60_000) % 60)}:${two((milliseconds / 1000) % 60)}${separator}${rest}`;
}
