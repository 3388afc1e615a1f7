/** The connection string without its password, for messages. */
export function maskedUrl(connectionString: string): string {
  try {
    const url = new URL(connectionString);
    if (url.password !== '') url.password = '***';
    if (url.searchParams.has('password')) url.searchParams.set('password', '***');
    return url.href;
  } catch {
    return connectionString.replace(/(:\/\/[^:@/]*:)[^@]*@/, '$1***@');
  }
}
