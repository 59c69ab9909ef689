import { parser } from '@prometheus-io/lezer-promql';

/** What the grammar of Prometheus itself says about an expression. */
export function parse(expression: string): { readonly errors: readonly string[]; readonly metrics: readonly string[] } {
  const errors: string[] = [];
  const metrics: string[] = [];
  parser.parse(expression).iterate({
    enter: (node) => {
      if (node.type.isError) errors.push(`at ${node.from}: ${expression.slice(node.from, node.from + 20)}`);
      if (node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector') {
        metrics.push(expression.slice(node.from, node.to));
      }
    },
  });
  return { errors, metrics };
}
