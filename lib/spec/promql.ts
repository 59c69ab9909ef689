const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Returns what is wrong with the quotes and brackets of a PromQL expression; undefined if they are balanced.
 *
 * Prometheus parses the expression. This finds what is cut off before anything is deployed.
 */
export function promQlProblem(text: string): string | undefined {
  const open: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '#') {
      at = endOfLine(text, at);
    } else if (character === '"' || character === "'" || character === '`') {
      const end = endOfString(text, at);
      if (end === undefined) return `a string that starts with ${character} does not end`;
      at = end;
    } else if (CLOSING[character] !== undefined) {
      open.push(CLOSING[character]);
    } else if (character === ')' || character === ']' || character === '}') {
      const expected = open.pop();
      if (expected === undefined) return `${character} closes nothing`;
      if (expected !== character) return `found ${character} where ${expected} is missing`;
    }
  }
  const missing = open.pop();
  return missing === undefined ? undefined : `${missing} is missing at the end`;
}

const endOfLine = (text: string, from: number): number => {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
};

/** Position of the quote that ends a string; backquoted strings have no escapes. */
function endOfString(text: string, from: number): number | undefined {
  const quote = text.charAt(from);
  for (let at = from + 1; at < text.length; at++) {
    if (text.charAt(at) === quote) return at;
    if (text.charAt(at) === '\\' && quote !== '`') at++;
  }
  return undefined;
}
