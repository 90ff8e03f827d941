/** Names that hold credentials, or what users write to models. Numbers under such names (`promptTokens: 12`) are harmless. */
const secretName =
  /pass(word|wd|phrase|code)?$|passw|secret|token|api[-_]?key|private[-_]?key|access[-_]?key|authorization|cookie|credential|session[-_]?id|connection[-_]?string|^pwd$|^prompt$|system[-_]?prompt|^content$/i;
const redacted = '[redacted]';

/** Whether a value of that name must not be kept. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** What can be recognised as a credential inside of text: passwords in URLs, bearer and basic credentials, JWTs, key-like words. */
const secretsInText: readonly [RegExp, string][] = [
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]{0,200}):[^\s/@]{1,500}@/gi, `$1:${redacted}@`],
  [/\b(bearer|basic)\s+[\w.~+/-]{8,}=*/gi, `$1 ${redacted}`],
  [/\beyJ[\w-]{8,2000}\.[\w-]{8,4000}\.[\w-]{0,2000}/g, redacted],
  [/\b(sk|pk|rk|ghp|gho|xox[abp])[-_][\w-]{12,}/g, redacted],
  [
    /\b(password|passwd|pwd|secret|api[-_]?key|access[-_]?token|refresh[-_]?token)(\s*[=:]\s*)[^\s,;&]+/gi,
    `$1$2${redacted}`,
  ],
];

/** Replaces recognisable credentials in text. */
export function redactText(text: string): string {
  return secretsInText.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}
