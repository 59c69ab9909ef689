const PLURALS: Readonly<Record<string, string>> = { boundary: 'boundaries' };

/** Returns the message for a name that nothing defines, with the names that are defined. */
export function notDefined(kind: string, name: string, defined: readonly string[]): string {
  const plural = PLURALS[kind] ?? `${kind}s`;
  return `${kind} "${name}" is not defined; ${
    defined.length === 0 ? `no ${plural} are defined` : `defined ${plural}: ${[...defined].sort().join(', ')}`
  }; correct the name or add the ${kind}`;
}
