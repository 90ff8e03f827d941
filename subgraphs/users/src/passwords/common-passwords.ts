/** The most used passwords of eight characters or more, in lower case, as lists of leaked passwords agree on them. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
  password password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword pass1234 passwort
  12345678 123456789 1234567890 12345678910 0123456789 0987654321 987654321 87654321 11223344 12341234 12344321 123123123
  147258369 123654789 789456123 00000000 11111111 22222222 55555555 66666666 77777777 88888888 99999999 111111111 000000000
  qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwerty12345 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc zaq12wsx q1w2e3r4
  asdfghjk asdfghjkl asdf1234 zxcvbnm1 zxcvbnm123 abcd1234 abc12345 abc123456 abcdefgh abcdefg1 a1b2c3d4 aa123456 aa12345678
  a1234567 a12345678 a123456789 aaaaaaaa iloveyou iloveyou1 iloveyou2 sunshine princess princess1 football football1
  baseball baseball1 basketball superman superman1 starwars trustno1 whatever computer internet michelle jennifer
  jonathan charlie1 liverpool corvette mercedes samsung1 pokemon1 dragon123 monkey123 master123 shadow123 letmein1
  letmein123 welcome1 welcome123 changeme changeme1 changeme123 admin123 admin1234 administrator root1234 test1234
  testtest testing123 secret123 default1 guest123 user1234 access14 qazwsxedc google123 facebook1 hello123 helloworld
  `
    .trim()
    .split(/\s+/),
);
