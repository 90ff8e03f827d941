/** One entry of `speaker_timeline`: who said what when. Times in seconds from the start. */
export interface TimelineEntryJson {
  /** `SPEAKER_00`; null where speakers were not told apart. */
  speaker: string | null;
  start: number;
  end: number;
  text: string;
  /** 0 to 1. */
  confidence: number | null;
}
