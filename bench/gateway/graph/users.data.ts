export interface User {
  id: string;
  name: string;
  username: string;
  birthday: number;
}

/** The users of the public federation gateway benchmark. */
export const users: readonly User[] = [
  ['Uri Goldshtein', 'urigo'],
  ['Dotan Simha', 'dotansimha'],
  ['Kamil Kisiela', 'kamilkisiela'],
  ['Arda Tanrikulu', 'ardatan'],
  ['Gil Gardosh', 'gilgardosh'],
  ['Laurin Quast', 'laurin'],
].map(([name = '', username = ''], index) => ({ id: String(index + 1), name, username, birthday: 1_234_567_890 }));

export const userById: ReadonlyMap<string, User> = new Map(users.map(user => [user.id, user]));
