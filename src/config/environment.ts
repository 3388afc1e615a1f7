/** Names to values, as the process was started with; the one place that reads them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A copy of the process's environment. */
export function readEnvironment(): Environment {
  return { ...process.env };
}
