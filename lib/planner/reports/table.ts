/** Columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** A sum in USD of which some terms may be unknown: `-` if all are, else a lower bound. */
export const known = (text: string, usd: number, isComplete: boolean): string =>
  isComplete ? text : usd === 0 ? '-' : `at least ${text}`;

export const money = (usd: number): string => `${usd < 0 ? '-' : ''}$${Math.abs(usd).toFixed(2)}`;
