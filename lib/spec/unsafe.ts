import type { LibraryFinding } from '../planner/model/finding';

/** A part of a factory that no schema can allow, whatever its key. */
export interface UnsafePart {
  readonly path: readonly PropertyKey[];
  readonly problem: { readonly code: LibraryFinding['code']; readonly message: string };
}

const terraform = {
  code: 'terraform-expression',
  message:
    'Terraform would read this as an expression, and a plan is made before Terraform runs; write the text itself, without ${, %{ and tokens of cdktf',
} as const;

const reserved = { code: 'bad-name', message: 'this key is reserved by JavaScript; use another name' } as const;

/** What Terraform or cdktf would replace by something else: expressions, directives, tokens for texts and for lists. */
const EXPRESSION = /[$%]\{|TfToken\[/;

/** cdktf writes a value that is not known yet as a number near the smallest that there is. */
const LARGEST_TOKEN = -1e200;

/** Texts that would become Terraform code and keys that JavaScript takes for its own, at any depth. */
export function unsafeParts(value: unknown): readonly UnsafePart[] {
  const found: UnsafePart[] = [];
  const open = new Set<object>();
  const visit = (part: unknown, path: readonly PropertyKey[]): void => {
    if (typeof part === 'string' && EXPRESSION.test(part)) found.push({ path, problem: terraform });
    if (typeof part === 'number' && part < LARGEST_TOKEN) found.push({ path, problem: terraform });
    if (typeof part !== 'object' || part === null || open.has(part)) return;
    open.add(part);
    for (const [key, inner] of Object.entries(part)) {
      const at = [...path, Array.isArray(part) ? Number(key) : key];
      if (key === '__proto__') found.push({ path: at, problem: reserved });
      else if (EXPRESSION.test(key)) found.push({ path: at, problem: terraform });
      visit(inner, at);
    }
    open.delete(part);
  };
  visit(value, []);
  return found;
}
