import { registerEnumType } from 'type-graphql';

export enum SubtitleFormat {
  SRT = 'SRT',
  VTT = 'VTT',
}
registerEnumType(SubtitleFormat, { name: 'SubtitleFormat' });
