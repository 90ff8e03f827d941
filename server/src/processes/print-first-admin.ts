import type { FirstAdmin } from '@polyphony/users';

/** Shows the administrator's password, this once. */
export function printFirstAdmin({ username, password }: FirstAdmin): void {
  console.log(
    [
      '',
      'Log in as the administrator; this password is shown only now:',
      `  username  ${username}`,
      `  password  ${password}`,
    ].join('\n'),
  );
}
