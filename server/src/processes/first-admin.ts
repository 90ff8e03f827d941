import type { Subgraph } from '@polyphony/platform/subgraph';

export interface FirstAdmin {
  username: string;
  password: string;
}

/** The administrator that the users service made at this start, where it did. */
export function findFirstAdmin(users: Subgraph | undefined): FirstAdmin | null {
  return (users as { firstAdmin?: FirstAdmin | null } | undefined)?.firstAdmin ?? null;
}

/** The lines that show the administrator's password, this once. */
export function describeFirstAdmin({ username, password }: FirstAdmin): string[] {
  return [
    'Log in as the administrator; this password is shown only now:',
    `  username  ${username}`,
    `  password  ${password}`,
  ];
}
